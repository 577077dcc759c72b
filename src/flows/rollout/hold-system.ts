import type { ReasonCode } from "../../core/gate/reason-code.ts";
import type { PullKey } from "../../core/kernel/ids.ts";
import { type Instant, later } from "../../core/kernel/instant.ts";
import type { Rollout } from "../../core/rollout/rollout.ts";
import { isAwaited } from "../../core/rollout/ask-deployment.ts";
import type { Transaction } from "../../ports/store/store.ts";

/** A canary that nobody moves for this long loses its system to the next in line. */
const CANARY_LEASE = 30 * 24 * 3600 * 1000;

type Holding = { readonly key: PullKey; readonly rollout: Rollout; readonly now: Instant };

/** Until an earlier roll-out's last deployment is where it belongs, nobody knows what units get. */
async function isAwaitingDelivery(tx: Transaction, rollout: Rollout): Promise<boolean> {
  const delivering = await tx.rollouts.delivering(rollout.repositoryId);
  return delivering.some(
    (one) => one.id !== rollout.id && one.system === rollout.system && isAwaited(one),
  );
}

/** Takes the system for a stage of this roll-out, or says why it cannot have it. */
export async function holdSystem(
  tx: Transaction,
  { key, rollout, now }: Holding,
): Promise<ReasonCode | undefined> {
  // Between a promotion and the news that the base moved, this one's baseline is history already.
  const pointer = await tx.systems.pointer(rollout.repositoryId, rollout.system);
  if (pointer?.artifact !== rollout.stable) return "baseline-moved";
  if (await isAwaitingDelivery(tx, rollout)) return "delivery-awaited";
  const until = later(now, CANARY_LEASE);
  const held = await tx.systems.holdCanary(key, rollout.system, rollout.id, until);
  return held ? undefined : "system-busy";
}
