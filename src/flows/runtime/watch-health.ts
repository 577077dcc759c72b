import type { InstallationId, PullKey, RepositoryId } from "../../core/kernel/ids.ts";
import type { Instant } from "../../core/kernel/instant.ts";
import { type Assessment, assess } from "../../core/rollout/assess.ts";
import { alarmOf } from "../../core/rollout/production.ts";
import { replaysCaptured } from "../../core/rollout/delivery.ts";
import type { Rollout } from "../../core/rollout/rollout.ts";
import { transition } from "../../core/rollout/transition.ts";
import type { Transaction } from "../../ports/store/store.ts";
import { branchKey } from "../reconcile/branch-desk.ts";
import { stageDrafts } from "../rollout/stage-entries.ts";
import { isInProduction, takeBack } from "../rollout/take-back.ts";

type Reported = {
  /** All that a batch told of, with what it added. */
  readonly rollouts: readonly Rollout[];
  /** Names under which inputs were kept. */
  readonly fed: ReadonlySet<string>;
};

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
  { rollouts, fed }: Reported,
  now: Instant,
): Promise<readonly PullKey[]> {
  const watched: Watched[] = [];
  for (const rollout of rollouts) {
    const one = await watch(tx, rollout, now);
    watched.push({ ...one, isFed: fed.has(rollout.id) && replaysCaptured(rollout) });
  }
  for (const { after } of watched) await tx.rollouts.save(after);
  const marked = await markTold(tx, watched, now);
  for (const { before, after, seen } of watched) {
    if (after === before) continue;
    const taken = seen === "regressed" ? await takeBack(tx, after, now) : [];
    for (const draft of [...stageDrafts(before, after, now), ...taken]) {
      await tx.ledger.append(draft);
    }
  }
  return marked;
}

/** The pull requests whose state is news, and the branch that no longer holds what production runs. */
async function markTold(
  tx: Transaction,
  watched: readonly Watched[],
  now: Instant,
): Promise<readonly PullKey[]> {
  const told = watched.filter(({ seen, isFed }) => isFed || isNews(seen));
  const marked: PullKey[] = [];
  const branches = new Map<RepositoryId, InstallationId>();
  for (const { after, seen } of told.toSorted((one, two) => one.after.pull - two.after.pull)) {
    const installation = await tx.systems.installationOf(after.repositoryId);
    // Uninstalled meanwhile: traffic is back, and there is no pull request left to show it on.
    if (installation === undefined) continue;
    const key = { repositoryId: after.repositoryId, pull: after.pull };
    await tx.work.mark(key, installation, now);
    marked.push(key);
    if (seen === "regressed") branches.set(after.repositoryId, installation);
  }
  for (const [repositoryId, installation] of branches) {
    await tx.work.mark(branchKey(repositoryId), installation, now);
    marked.push(branchKey(repositoryId));
  }
  return marked;
}

type Seen = {
  readonly before: Rollout;
  readonly after: Rollout;
  readonly seen: Assessment["kind"] | "regressed";
};

type Watched = Seen & {
  /** True where there is something to replay that was not there before. */
  readonly isFed: boolean;
};

function isNews(seen: Seen["seen"]): boolean {
  return seen !== "waiting" && seen !== "not-watched";
}

async function watch(tx: Transaction, before: Rollout, now: Instant): Promise<Seen> {
  if (before.state === "promoted") return watchPromoted(tx, before, now);
  const { kind: seen } = assess(before, now);
  const turned = seen === "breach" ? transition(before, { kind: seen }, now) : undefined;
  return { before, after: turned?.ok === true ? turned.value : before, seen };
}

async function watchPromoted(tx: Transaction, before: Rollout, now: Instant): Promise<Seen> {
  const isWorse = before.production !== undefined && alarmOf(before.production) !== undefined;
  const turned =
    isWorse && (await isInProduction(tx, before))
      ? transition(before, { kind: "regressed" }, now)
      : undefined;
  return turned?.ok === true
    ? { before, after: turned.value, seen: "regressed" }
    : { before, after: before, seen: "not-watched" };
}
