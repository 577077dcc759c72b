import type { ReasonCode } from "../../core/gate/reason-code.ts";
import type { PullKey } from "../../core/kernel/ids.ts";
import { type Instant, later, type Milliseconds } from "../../core/kernel/instant.ts";
import type { Rollout } from "../../core/rollout/rollout.ts";
import { isAwaited } from "../../core/rollout/ask-deployment.ts";
import type { Transaction } from "../../ports/store/store.ts";

/** A roll-out that nobody moves for this long loses its system to the next in line. */
const CANARY_LEASE: Milliseconds = 30 * 24 * 3_600_000;

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
  return (await renewHold(tx, { key, rollout, now })) ? undefined : "system-busy";
}

/** From now on it has the system for a whole lease again; false where another one has it. */
export function renewHold(tx: Transaction, { key, rollout, now }: Holding): Promise<boolean> {
  const { system, id } = rollout;
  return tx.systems.holdCanary(key, system, id, later(now, CANARY_LEASE));
}

/** When it has to let go of its system unless it moves; nothing where it does not have it. */
export async function leaseEnd(
  tx: Transaction,
  { repositoryId, system, pull }: Rollout,
): Promise<Instant | undefined> {
  const holder = await tx.systems.canaryHolder(repositoryId, system);
  return holder?.pull === pull ? holder.until : undefined;
}
