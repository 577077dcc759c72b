import { driftSinceAnchor } from "../../core/budget/drift-since-anchor.ts";
import { instant } from "../../core/kernel/instant.ts";
import { namesOf } from "../gates/ask-budget.ts";
import type { Weighing } from "../gates/governing.ts";

/** Drift is kept in millionths, because the ledger and the store count in whole numbers. */
export const DRIFT_UNITS = 1_000_000;

/** How far the system has been moved by promoted mutations since people last approved it. */
export async function loadDrift({ reconciling, gathered }: Weighing): Promise<number> {
  const { mutation } = gathered.change;
  if (mutation === undefined) return 0;
  const { repositoryId } = reconciling.lease.key;
  const { charter } = gathered.change;
  const spent = await reconciling.ports.store.transact(async (tx) => {
    const names = await namesOf(tx, { repositoryId, mutation, charter });
    return tx.budgets.spentSince(repositoryId, names, instant(0));
  });
  return driftSinceAnchor(spent, mutation.system) / DRIFT_UNITS;
}
