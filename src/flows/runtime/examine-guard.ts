import type { ReasonCode } from "../../core/gate/reason-code.ts";
import { guardBy, type ReleaseGuard } from "../../core/incident/release-guard.ts";
import type { RepositoryId } from "../../core/kernel/ids.ts";
import { accepted, refused, type Result } from "../../core/kernel/result.ts";
import { RELEASE_CHECK } from "../../core/prose/checks.ts";
import type { Ports } from "../../ports/ports.ts";
import { authoriseReader } from "./authorise-reader.ts";

/** How the default branch is guarded now; without `guard` GitHub does not let the app look. */
export type ExaminedGuard = { readonly branch: string; readonly guard?: ReleaseGuard };

/** Asked anew each time: what was remembered says how it was, not how it is. */
export async function examineGuard(
  ports: Pick<Ports, "store" | "forge">,
  token: string | undefined,
  repositoryId: RepositoryId,
): Promise<Result<ExaminedGuard, ReasonCode>> {
  const reader = await authoriseReader(ports, token, repositoryId);
  if (!reader.ok) return reader;
  const installation = await ports.store.transact((tx) => tx.systems.installationOf(repositoryId));
  if (installation === undefined) return refused("not-found");
  const repository = await ports.forge.repository(installation, repositoryId);
  const branch = repository.defaultBranch;
  const requirements = await repository.requirements(branch, RELEASE_CHECK);
  return accepted({ branch, ...(requirements && { guard: guardBy(requirements) }) });
}
