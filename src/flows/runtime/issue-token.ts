import type { ReasonCode } from "../../core/gate/reason-code.ts";
import { CHARTER_PATH, type Charter } from "../../core/ir/charter.ts";
import { parseCharter } from "../../core/ir/parse-charter.ts";
import { sha256Hex } from "../../core/kernel/digest.ts";
import type { RepositoryId } from "../../core/kernel/ids.ts";
import { accepted, refused, type Result } from "../../core/kernel/result.ts";
import { mayCommand } from "../../core/rollout/answer-command.ts";
import type { Actor, Repository, Role } from "../../ports/forge.ts";
import type { Ports } from "../../ports/ports.ts";
import type { TokenScope } from "../../ports/store/tokens.ts";

export type TokenWish = {
  readonly repositoryId: RepositoryId;
  readonly system: string;
  readonly scopes: readonly TokenScope[];
};

export type IssuedToken = TokenWish & { readonly token: string };

/** Scanners of leaked secrets and log redaction find our tokens by this. */
const PREFIX = "omt_";

const OWNERS: readonly Role[] = ["maintain", "admin"];

/**
 * Makes a token for a system's runtime, for somebody who may roll that system out: a maintainer, or
 * an operator of the charter. It is shown once; only its hash is kept.
 */
export async function issueToken(
  ports: Pick<Ports, "store" | "forge" | "clock" | "entropy">,
  gitHubToken: string | undefined,
  wish: TokenWish,
): Promise<Result<IssuedToken, ReasonCode>> {
  const actor = gitHubToken === undefined ? undefined : await ports.forge.userOf(gitHubToken);
  if (actor === undefined) return refused("request-unauthorised");
  const installation = await ports.store.transact((tx) =>
    tx.systems.installationOf(wish.repositoryId),
  );
  if (installation === undefined) return refused("not-found");
  const repository = await ports.forge.repository(installation, wish.repositoryId);
  const refusal = await refusalFor(repository, actor, wish.system);
  if (refusal !== undefined) return refused(refusal);
  const token = `${PREFIX}${ports.entropy.id()}${ports.entropy.id()}`;
  await ports.store.transact((tx) =>
    tx.tokens.save({
      ...wish,
      sha256: sha256Hex(token),
      createdBy: actor.login,
      createdAt: ports.clock.now(),
    }),
  );
  return accepted({ ...wish, token });
}

/** Who cannot even read the repository is not told that it is there. */
async function refusalFor(
  repository: Repository,
  actor: Actor,
  system: string,
): Promise<ReasonCode | undefined> {
  const role = await repository.role(actor.login);
  if (role === "none") return "not-found";
  const charter = await loadCharter(repository);
  if (charter === undefined) return "no-charter";
  if (!Object.hasOwn(charter.systems, system)) return "not-found";
  const asking = { login: actor.login, isBot: actor.isBot };
  const isOperator = mayCommand(asking, { operators: charter.people.operators, role });
  const isOwner = OWNERS.includes(role) && !actor.isBot;
  return isOperator || isOwner ? undefined : "command-not-permitted";
}

/** The charter in force: the default branch's, as it is now. */
async function loadCharter(repository: Repository): Promise<Charter | undefined> {
  const commit = await repository.commitOf(repository.defaultBranch);
  const entry = (await repository.tree(commit)).get(CHARTER_PATH);
  if (entry === undefined) return undefined;
  const parsed = parseCharter(CHARTER_PATH, await repository.blob(entry.sha));
  return parsed.ok ? parsed.value.charter : undefined;
}
