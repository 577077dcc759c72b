import type { PullKey } from "../core/kernel/ids.ts";
import type { Instant } from "../core/kernel/instant.ts";
import { assess } from "../core/rollout/assess.ts";
import type { Rollout } from "../core/rollout/rollout.ts";
import { transition } from "../core/rollout/transition.ts";
import type { Transaction } from "../ports/store/store.ts";
import { stageDrafts } from "./stage-entries.ts";

/** Whose worker has something to do now, if anybody's. */
export type Watched = { readonly ring?: PullKey };

/**
 * Saves what the outcomes added and acts on a breach at once, in the same transaction: no unit is
 * given the candidate from the commit on, whether or not GitHub can be reached.
 */
export async function watchHealth(
  tx: Transaction,
  rollout: Rollout,
  now: Instant,
): Promise<Watched> {
  const { kind } = assess(rollout, now);
  const turned = kind === "breach" ? transition(rollout, { kind }, now) : undefined;
  const after = turned?.ok === true ? turned.value : rollout;
  await tx.rollouts.save(after);
  if (kind === "waiting" || kind === "not-watched") return {};
  if (after !== rollout) {
    for (const draft of stageDrafts(rollout, after, now)) await tx.ledger.append(draft);
  }
  const installation = await tx.systems.installationOf(rollout.repositoryId);
  // Uninstalled meanwhile: traffic is back, and there is no pull request left to show it on.
  if (installation === undefined) return {};
  const key = { repositoryId: rollout.repositoryId, pull: rollout.pull };
  await tx.work.mark(key, installation, now);
  return { ring: key };
}
