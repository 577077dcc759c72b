import type { PullKey } from "../../core/kernel/ids.ts";
import type { Instant } from "../../core/kernel/instant.ts";
import { type Assessment, assess } from "../../core/rollout/assess.ts";
import type { Rollout } from "../../core/rollout/rollout.ts";
import { transition } from "../../core/rollout/transition.ts";
import type { Transaction } from "../../ports/store/store.ts";
import { stageDrafts } from "../rollout/stage-entries.ts";

/**
 * Saves what the outcomes added and acts on a breach at once, in the same transaction: no unit is
 * given the candidate from the commit on, whether or not GitHub can be reached. Answers whose worker
 * has something to do now.
 *
 * Work rows are marked before the ledger is written, as everywhere: whoever writes the ledger keeps
 * everybody else from it, and must not then wait for a worker that waits for the ledger.
 */
export async function watchHealth(
  tx: Transaction,
  rollouts: readonly Rollout[],
  now: Instant,
): Promise<readonly PullKey[]> {
  const watched = rollouts.map((rollout) => watch(rollout, now));
  for (const { after } of watched) await tx.rollouts.save(after);
  const told = watched.filter(({ seen }) => seen !== "waiting" && seen !== "not-watched");
  const marked: PullKey[] = [];
  for (const { after } of told.toSorted((one, two) => one.after.pull - two.after.pull)) {
    const installation = await tx.systems.installationOf(after.repositoryId);
    // Uninstalled meanwhile: traffic is back, and there is no pull request left to show it on.
    if (installation === undefined) continue;
    const key = { repositoryId: after.repositoryId, pull: after.pull };
    await tx.work.mark(key, installation, now);
    marked.push(key);
  }
  for (const { before, after } of watched) {
    if (after === before) continue;
    for (const draft of stageDrafts(before, after, now)) await tx.ledger.append(draft);
  }
  return marked;
}

type Watched = {
  readonly before: Rollout;
  readonly after: Rollout;
  readonly seen: Assessment["kind"];
};

function watch(before: Rollout, now: Instant): Watched {
  const { kind: seen } = assess(before, now);
  const turned = seen === "breach" ? transition(before, { kind: seen }, now) : undefined;
  return { before, after: turned?.ok === true ? turned.value : before, seen };
}
