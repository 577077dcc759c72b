import type { ReasonCode } from "../../core/gate/reason-code.ts";
import type { RepositoryId } from "../../core/kernel/ids.ts";
import { type Result, accepted, refused } from "../../core/kernel/result.ts";
import type { Actor } from "../../ports/forge.ts";
import type { Ports } from "../../ports/ports.ts";

/**
 * Who may read a repository's record: whoever GitHub lets read the repository now. A repository that
 * the app does not know and one that the person may not see answer alike, so that neither is betrayed.
 */
export async function authoriseReader(
  ports: Pick<Ports, "store" | "forge">,
  token: string | undefined,
  repositoryId: RepositoryId,
): Promise<Result<Actor, ReasonCode>> {
  const actor = token === undefined ? undefined : await ports.forge.userOf(token);
  if (actor === undefined) return refused("request-unauthorised");
  const installation = await ports.store.transact((tx) => tx.systems.installationOf(repositoryId));
  if (installation === undefined) return refused("not-found");
  const repository = await ports.forge.repository(installation, repositoryId);
  const role = await repository.role(actor.login);
  return role === "none" ? refused("not-found") : accepted(actor);
}
