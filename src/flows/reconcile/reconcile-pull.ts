import type { PullKey } from "../../core/kernel/ids.ts";
import { earliest, type Instant, later } from "../../core/kernel/instant.ts";
import { isOver, type Rollout } from "../../core/rollout/rollout.ts";
import type { SeenPull } from "../../ports/forge.ts";
import type { Ports } from "../../ports/ports.ts";
import type { Lease } from "../../ports/store/work.ts";
import { type Advanced, advancePull } from "../rollout/advance-pull.ts";
import { isBranch } from "./branch-desk.ts";
import { openForAuthors } from "../evaluation/open-for-authors.ts";
import { governPullRequest } from "../gates/govern-pull-request.ts";
import { heedApprovals } from "../rollout/heed-approvals.ts";
import { replayInputs } from "../rollout/replay-inputs.ts";
import { obeyCommands } from "../rollout/obey-commands.ts";
import { readRegistered } from "../reading/read-registered.ts";
import { performEffects } from "./perform-effects.ts";
import type { Reconciling } from "./reconciling.ts";
import { watchBranch } from "../incident/watch-branch.ts";

/** A worker that says nothing for this long is taken for dead, and its pull request given away. */
const LEASE = 30_000;

/**
 * After a fault (GitHub away, database restarting) the pull request is looked at again this soon,
 * and twice as late after each further one: a repository that is gone for good answers for ever.
 */
const SHORTEST_PAUSE = 2_000;
const LONGEST_PAUSE = 600_000;

/** A roll-out reaches a standstill in a handful of rounds; more means that two rules disagree. */
const MOST_ROUNDS = 12;

/**
 * Brings GitHub to what the ledger and the pull request imply, from whatever state they are in.
 *
 * Level-triggered: it does not matter which event rang, how often, or whether the last worker died.
 * Nothing to do means nothing written.
 */
export async function reconcilePull(ports: Ports, key: PullKey): Promise<void> {
  const now = ports.clock.now();
  const owner = ports.entropy.id();
  const lease = await ports.store.transact((tx) =>
    tx.work.claim(key, owner, later(now, LEASE), now),
  );
  if (lease === undefined) return;
  try {
    const nextDueAt = await reconcileUnder(ports, lease);
    await ports.store.transact((tx) => tx.work.release(lease, nextDueAt));
  } catch (fault) {
    const at = ports.clock.now();
    await ports.store.transact((tx) => tx.work.abandon(lease, at, pauseAfter(lease)));
    throw fault;
  }
}

function pauseAfter({ faults }: Lease): number {
  return Math.min(SHORTEST_PAUSE * 2 ** faults, LONGEST_PAUSE);
}

async function reconcileUnder(ports: Ports, lease: Lease): Promise<Instant | undefined> {
  const { installation, key } = lease;
  if (isBranch(key)) {
    const repository = await ports.forge.repository(installation, key.repositoryId);
    return watchBranch({ ports, lease, repository });
  }
  const { repository, pull } = await lookAfterwards(ports, lease);
  const reconciling: Reconciling = {
    ports,
    lease,
    repository,
    pull,
    isCurrent: () => stillCurrent(ports, lease),
    readVersion: (version) => readRegistered(ports, lease.key.repositoryId, version),
    openSealed: (named) => openForAuthors({ ports, lease, repository, pull }, named),
  };
  await catchUp(reconciling);
  const governed = await governPullRequest(reconciling);
  await performEffects(reconciling);
  if (governed === undefined) return undefined;
  return settle(reconciling, governed.nextDueAt);
}

/** What a dead worker left may be a merge: where anything was left, the look before it is too old. */
async function lookAfterwards(ports: Ports, lease: Lease): Promise<SeenPull> {
  const { repository, pull } = await ports.forge.look(lease.installation, lease.key);
  const performed = await performEffects({ ports, lease, repository });
  if (performed === 0) return { repository, pull };
  return { repository, pull: await repository.pull(lease.key.pull) };
}

/** Brings the roll-out up to what has happened, before anything is asked of it or judged anew. */
async function catchUp(reconciling: Reconciling): Promise<Advanced> {
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const advanced = await advancePull(reconciling, await glimpse(reconciling));
    if (!advanced.changed) return advanced;
  }
  throw new Error("a roll-out did not come to rest");
}

/** Obeys, advances and performs until a round changes nothing. */
async function settle(
  reconciling: Reconciling,
  governedDueAt: Instant | undefined,
): Promise<Instant | undefined> {
  if (await isAtRest(reconciling)) return governedDueAt;
  await heedApprovals(reconciling, await glimpse(reconciling));
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const obeyed = await obeyCommands(reconciling);
    if (obeyed.reopened) return reconciling.ports.clock.now();
    const rollout = await glimpse(reconciling);
    const replayed = await replayInputs(reconciling, rollout);
    const advanced = await advancePull(reconciling, rollout);
    const performed = await performEffects(reconciling);
    if (obeyed.answered + replayed + performed === 0 && !advanced.changed) {
      return earliest(governedDueAt, advanced.nextDueAt);
    }
  }
  throw new Error("a pull request did not come to rest");
}

/** Nothing is staged, asked for or left to be shown: most pull requests most of the time. */
function isAtRest({ ports, lease }: Reconciling): Promise<boolean> {
  return ports.store.transact(async (tx) => {
    const rollout = await tx.rollouts.ofPull(lease.key);
    if (rollout !== undefined && !isOver(rollout)) return false;
    if ((await tx.commands.waiting(lease.key)).length > 0) return false;
    return (await tx.outbox.pending(lease.key)).length === 0;
  });
}

/** The pull request's roll-out as it is now, unlocked. Only whoever holds the lease begins or ends one. */
function glimpse({ ports, lease }: Reconciling): Promise<Rollout | undefined> {
  return ports.store.transact((tx) => tx.rollouts.ofPull(lease.key));
}

async function stillCurrent(ports: Ports, lease: Lease): Promise<boolean> {
  const until = later(ports.clock.now(), LEASE);
  return ports.store.transact((tx) => tx.work.renew(lease, until));
}
