import { freezing } from "../../core/incident/freezing.ts";
import type { RepositoryId } from "../../core/kernel/ids.ts";
import type { Instant } from "../../core/kernel/instant.ts";
import type { Transaction } from "../../ports/store/store.ts";

/** True while something that went around the app keeps a system from advancing. */
export async function isStopped(
  tx: Transaction,
  { repositoryId, system }: { readonly repositoryId: RepositoryId; readonly system: string },
  now: Instant,
): Promise<boolean> {
  return freezing(await tx.incidents.open(repositoryId), system, now).length > 0;
}
