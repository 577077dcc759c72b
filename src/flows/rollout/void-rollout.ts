import { isOver } from "../../core/rollout/rollout.ts";
import { transition } from "../../core/rollout/transition.ts";
import { enter } from "./advance-pull.ts";
import { lockRollout } from "./lock-rollout.ts";
import type { Reconciling } from "../reconcile/reconciling.ts";

/**
 * Ends the roll-out of a decision that no longer stands. It comes before anything new is judged: an
 * evaluation may take minutes, and until its end live units would get what nobody vouches for.
 */
export async function voidRollout({ ports, lease }: Reconciling): Promise<void> {
  await ports.store.transact(async (tx) => {
    // Only whoever holds the lease begins one, so there is none to be locked.
    if ((await tx.rollouts.ofPull(lease.key)) === undefined) return;
    const rollout = await lockRollout(tx, lease);
    const record = await tx.pulls.load(lease.key);
    if (rollout === undefined || record === undefined || isOver(rollout)) return;
    const now = ports.clock.now();
    const next = transition(rollout, { kind: "voided" }, now);
    if (next.ok) await enter(tx, { lease }, { record, before: rollout, after: next.value, now });
  });
}
