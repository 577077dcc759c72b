import type { Effect } from "../../core/decision/effect.ts";
import type { ReasonCode } from "../../core/gate/reason-code.ts";
import { CHARTER_PATH } from "../../core/ir/charter.ts";
import { parseCharter } from "../../core/ir/parse-charter.ts";
import type { Tree } from "../../core/ir/snapshot.ts";
import type { Sha } from "../../core/kernel/ids.ts";
import { commandBody, draftOf } from "../../core/ledger/drafts.ts";
import { ONBOARDING_TITLE, renderOnboarding } from "../../core/prose/onboarding.ts";
import type { CommandRequest } from "../../ports/store/commands.ts";
import type { Watching } from "../reconcile/branch-desk.ts";

const BRANCH = "agent-omega/onboarding";

/**
 * Proposes the first charter where an administrator asked for it. A repository without a charter
 * is left in peace otherwise: whoever may not ask gets no answer, and a charter gets no second one.
 */
export async function proposeOnboarding(watching: Watching): Promise<void> {
  const { ports, lease } = watching;
  const waiting = await ports.store.transact((tx) => tx.commands.waiting(lease.key));
  for (const request of waiting) {
    const effect = await answerOf(watching, request);
    await settle(watching, request, effect);
  }
}

async function answerOf(
  { ports, repository }: Watching,
  { actor }: CommandRequest,
): Promise<Effect | ReasonCode> {
  if (actor.isBot || (await repository.role(actor.login)) !== "admin") {
    return "command-not-permitted";
  }
  const tip = await repository.branchTip(repository.defaultBranch);
  if (tip === undefined) return "command-out-of-order";
  const tree = await repository.tree(tip);
  if (tree.has(CHARTER_PATH)) return "command-out-of-order";
  const files = await ports.starter.files();
  return planOnboarding({ files, tree, onto: tip, into: repository.defaultBranch }, actor.login);
}

type Place = {
  readonly files: ReadonlyMap<string, string>;
  readonly tree: Tree;
  readonly onto: Sha;
  readonly into: string;
};

/** Adds what is missing and overwrites nothing: the repository is somebody's. */
function planOnboarding({ files, tree, onto, into }: Place, login: string): Effect {
  const fresh = [...files].filter(([path]) => !tree.has(path));
  const charter = parseCharter(CHARTER_PATH, new TextEncoder().encode(files.get(CHARTER_PATH)));
  return {
    kind: "propose-change",
    slot: "onboarding",
    branch: BRANCH,
    onto,
    into,
    rows: fresh.map(([path, text]) => ({ path, text })),
    title: ONBOARDING_TITLE,
    body: renderOnboarding({
      login,
      systems: charter.ok ? Object.keys(charter.value.charter.systems) : [],
      kept: [...files.keys()].filter((path) => tree.has(path)),
    }),
  };
}

async function settle(
  { ports, lease }: Watching,
  request: CommandRequest,
  effect: Effect | ReasonCode,
): Promise<void> {
  const reason = typeof effect === "string" ? effect : "command-obeyed";
  await ports.store.transact(async (tx) => {
    await tx.work.assertHeld(lease);
    await tx.commands.answer(request.guid, reason);
    const { command, actor, via, guid } = request;
    const body = commandBody({ command, actorId: actor.id, via, guid, reason });
    const subject = { repository_id: lease.key.repositoryId };
    const entry = await tx.ledger.append(
      draftOf("command", { at: ports.clock.now(), subject }, body),
    );
    if (typeof effect !== "string") await tx.outbox.plan(lease.key, effect, entry.seq);
  });
}
