import type { Rollout } from "../../core/rollout/rollout.ts";
import type { Transaction } from "../../ports/store/store.ts";
import type { Lease } from "../../ports/store/work.ts";

/**
 * The newest roll-out of a pull request, locked, with the lease checked. In this order everywhere:
 * roll-out, work, ledger. Outcomes begin with the roll-out, so whoever began with the work row would
 * wait for them while they wait for it.
 */
export async function lockRollout(tx: Transaction, lease: Lease): Promise<Rollout | undefined> {
  const latest = await tx.rollouts.ofPull(lease.key);
  const rollout = latest && (await tx.rollouts.loadForUpdate(latest.id));
  await tx.work.assertHeld(lease);
  return rollout;
}
