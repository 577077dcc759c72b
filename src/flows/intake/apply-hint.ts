import type { PullKey } from "../../core/kernel/ids.ts";
import type { Instant } from "../../core/kernel/instant.ts";
import { draftOf } from "../../core/ledger/drafts.ts";
import type { Subject } from "../../core/ledger/entry.ts";
import type { Ports } from "../../ports/ports.ts";
import type { Transaction } from "../../ports/store/store.ts";
import { branchKey, isBranch } from "../reconcile/branch-desk.ts";
import { planAnswer, type ProtectionHint, readWanted } from "./answer-protection.ts";
import type { Hint } from "./hint.ts";

/**
 * Writes down what a delivery asks for and that the delivery is dealt with, in one transaction: a
 * crash leaves either both or neither. Rings afterwards, which may be lost without harm.
 */
export async function applyHints(
  ports: Pick<Ports, "store" | "wake" | "clock" | "forge">,
  guid: string,
  hints: readonly Hint[],
): Promise<void> {
  const now = ports.clock.now();
  const wanted = await readWanted(ports, hints);
  const marked = await ports.store.transact(async (tx) => {
    const keys: PullKey[] = [];
    // Work rows first, the ledger after them, as everywhere: the other way round, this would wait
    // for a worker that waits for the ledger.
    for (const hint of hints) keys.push(...(await write(tx, hint, now)));
    for (const hint of hints) await noteInput(tx, hint, { guid, now, wanted });
    await tx.inbox.complete(guid, now);
    return keys;
  });
  for (const key of marked) await ports.wake.ring(key);
}

/** What came in stands in the record with what it marked; its payload does not. */
async function noteInput(tx: Transaction, hint: Hint, input: Input): Promise<void> {
  if (hint.kind === "protection-asked") return answerOnce(tx, hint, input);
  const subject = subjectOf(hint);
  if (subject === undefined) return;
  const body = { delivery: input.guid, hint: hint.kind };
  await tx.ledger.append(draftOf("delivery", { at: input.now, subject }, body));
}

async function answerOnce(tx: Transaction, hint: ProtectionHint, input: Input): Promise<void> {
  const wanted = input.wanted.get(hint);
  if (wanted !== undefined) await planAnswer(tx, hint, { ...input, wanted });
}

type Input = {
  readonly guid: string;
  readonly now: Instant;
  readonly wanted: Awaited<ReturnType<typeof readWanted>>;
};

function subjectOf(hint: Hint): Subject | undefined {
  switch (hint.kind) {
    case "look":
      return { repository_id: hint.key.repositoryId, pull: hint.key.pull };
    case "command":
      return isBranch(hint.request.key)
        ? { repository_id: hint.request.key.repositoryId }
        : { repository_id: hint.request.key.repositoryId, pull: hint.request.key.pull };
    case "base-moved":
    case "deployed":
    case "queue-moved":
    case "deployment-reported":
      return { repository_id: hint.repositoryId };
    default:
      return undefined;
  }
}

/** Answers the pull requests that are due now. */
async function write(tx: Transaction, hint: Hint, now: Instant): Promise<readonly PullKey[]> {
  switch (hint.kind) {
    case "look":
      await tx.systems.rememberInstallation(hint.key.repositoryId, hint.installation);
      await tx.work.mark(hint.key, hint.installation, now);
      return [hint.key];
    case "command":
      return writeCommand(tx, hint, now);
    case "base-moved":
      return writeBase(tx, hint, now);
    case "installed":
    case "uninstalled":
      return writeInstallation(tx, hint, now);
    case "deployed":
    case "protection-asked":
    case "queue-moved": {
      const key = branchKey(hint.repositoryId);
      await tx.work.mark(key, hint.installation, now);
      return [key];
    }
    case "deployment-reported":
      return writeReport(tx, hint, now);
  }
}

async function writeInstallation(
  tx: Transaction,
  hint: Extract<Hint, { kind: "installed" | "uninstalled" }>,
  now: Instant,
): Promise<readonly PullKey[]> {
  if (hint.kind === "uninstalled") {
    await tx.systems.forgetInstallation(hint.installation);
    return [];
  }
  await tx.systems.rememberInstalled(hint.installation);
  for (const repository of hint.repositories) {
    await tx.systems.rememberInstallation(repository, hint.installation);
  }
  return markBranches(tx, hint, now);
}

/** What stands there when the app arrives is what it guards: looked at before anybody can change it. */
async function markBranches(
  tx: Transaction,
  { repositories, installation }: Extract<Hint, { kind: "installed" }>,
  now: Instant,
): Promise<readonly PullKey[]> {
  const keys = repositories.map(branchKey);
  for (const key of keys) await tx.work.mark(key, installation, now);
  return keys;
}

async function writeCommand(
  tx: Transaction,
  { request, installation }: Extract<Hint, { kind: "command" }>,
  now: Instant,
): Promise<readonly PullKey[]> {
  const { key } = request;
  const headSha = request.headSha ?? (await tx.pulls.load(key))?.headSha;
  // Without a verdict there is nothing yet that anybody could command.
  if (headSha !== undefined) await tx.commands.request({ ...request, headSha });
  await tx.work.mark(key, installation, now);
  return [key];
}

async function writeBase(
  tx: Transaction,
  { repositoryId, installation }: Extract<Hint, { kind: "base-moved" }>,
  now: Instant,
): Promise<readonly PullKey[]> {
  const keys = [...(await tx.pulls.openIn(repositoryId)), branchKey(repositoryId)];
  for (const key of keys) await tx.work.mark(key, installation, now);
  return keys;
}

/** What a stage waits for is the pull request's to see, what is over and not delivered the branch's. */
async function writeReport(
  tx: Transaction,
  { repositoryId, installation, rollout }: Extract<Hint, { kind: "deployment-reported" }>,
  now: Instant,
): Promise<readonly PullKey[]> {
  const named = await tx.rollouts.load(rollout);
  if (named?.repositoryId !== repositoryId) return [];
  const keys = [{ repositoryId, pull: named.pull }, branchKey(repositoryId)];
  for (const key of keys) await tx.work.mark(key, installation, now);
  return keys;
}
