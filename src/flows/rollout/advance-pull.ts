import type { Effect } from "../../core/decision/effect.ts";
import { earliest, type Instant, later } from "../../core/kernel/instant.ts";
import { draftOf } from "../../core/ledger/drafts.ts";
import type { Draft } from "../../core/ledger/entry.ts";
import { assess } from "../../core/rollout/assess.ts";
import { advances, FREEZE_GLANCE } from "../../core/rollout/freeze.ts";
import { hasBegun, isOver, type Rollout } from "../../core/rollout/rollout.ts";
import { isAwaited, isLeft } from "../../core/rollout/ask-deployment.ts";
import { signalOfAssessment } from "../../core/rollout/signal-of.ts";
import type { Signal } from "../../core/rollout/signal.ts";
import { transition } from "../../core/rollout/transition.ts";
import type { PullRecord } from "../../ports/store/pulls.ts";
import type { Transaction } from "../../ports/store/store.ts";
import { conclude } from "../reconcile/conclude.ts";
import { DRIFT_UNITS } from "../reading/load-drift.ts";
import { isStopped } from "../incident/incident-freeze.ts";
import { branchKey } from "../reconcile/branch-desk.ts";
import { type Heard, hearStage, signalOf } from "./hear-deployment.ts";
import { leaseEnd, renewHold } from "./hold-system.ts";
import { lockRollout } from "./lock-rollout.ts";
import { planPresence } from "../reconcile/plan-presence.ts";
import { mergeSlot, planStage } from "./plan-stage.ts";
import type { Reconciling } from "../reconcile/reconciling.ts";
import { leftQueue, observeQueue } from "./merge-queue.ts";
import { stageDrafts, subjectOfRollout } from "./stage-entries.ts";
import { settleIn, takeBack } from "./take-back.ts";

export type Advanced = { readonly changed: boolean; readonly nextDueAt?: Instant };

const RESTING: Advanced = { changed: false };

/**
 * Moves a pull request's roll-out on by what is so: its evidence, its clock, GitHub's answer to
 * the merge, its head. One transition for each call, with its entries and effects in one transaction.
 * `glimpsed` may be older than the lock: one that is over, or was never begun, stays so meanwhile.
 */
export async function advancePull(
  reconciling: Reconciling,
  glimpsed: Rollout | undefined,
): Promise<Advanced> {
  if (glimpsed === undefined || isOver(glimpsed)) return RESTING;
  const { ports, lease } = reconciling;
  const isThrownOut = await leftQueue(reconciling, glimpsed);
  const heard = await hearStage(reconciling, glimpsed);
  return ports.store.transact(async (tx) => {
    const rollout = await lockRollout(tx, lease);
    const record = await tx.pulls.load(lease.key);
    if (rollout === undefined || record === undefined || isOver(rollout)) return RESTING;
    const now = ports.clock.now();
    const seen = { rollout, record, heard, now, isThrownOut };
    const heldUntil = await leaseEnd(tx, rollout);
    const signal = (await observeSignal(tx, reconciling, seen)) ?? runOut(heldUntil, now);
    if (signal === undefined) return waitingFor(rollout, heldUntil, now);
    if (advances(signal) && (await isStopped(tx, rollout, now))) {
      return { changed: false, nextDueAt: later(now, FREEZE_GLANCE) };
    }
    const next = transition(rollout, signal, now);
    if (!next.ok) return waitingFor(rollout, heldUntil, now);
    await enter(tx, reconciling, { record, before: rollout, after: next.value, now });
    return { changed: true };
  });
}

function runOut(lease: Instant | undefined, now: Instant): Signal | undefined {
  return lease !== undefined && lease <= now ? { kind: "lease-ended" } : undefined;
}

function waitingFor(rollout: Rollout, lease: Instant | undefined, now: Instant): Advanced {
  const assessment = assess(rollout, now);
  const ahead = lease !== undefined && lease > now ? lease : undefined;
  const due = earliest(assessment.kind === "waiting" ? assessment.until : undefined, ahead);
  return due === undefined ? RESTING : { changed: false, nextDueAt: due };
}

type Seen = {
  readonly rollout: Rollout;
  readonly record: PullRecord;
  readonly now: Instant;
  /** True where the merge queue gave back what it had been given. */
  readonly isThrownOut: boolean;
  /** What the deployer said of a deployment, where a workflow delivers. */
  readonly heard: Heard | undefined;
};

/** What the world says to the state machine at this moment, the gravest first. */
async function observeSignal(
  tx: Transaction,
  { pull, repository }: Reconciling,
  { rollout, record, heard, now, isThrownOut }: Seen,
): Promise<Signal | undefined> {
  if (rollout.state === "rolling-back") return { kind: "traffic-returned" };
  if (rollout.state === "promoting") {
    const slot = mergeSlot(rollout);
    const receipt = await tx.outbox.githubIdOf(repository.id, slot);
    if (receipt !== undefined) return observeQueue(receipt, { pull, isThrownOut });
    const refusal = await tx.outbox.refusalOf(repository.id, slot);
    return refusal === undefined ? undefined : { kind: "merge-refused", ...ownReason(refusal) };
  }
  if (!pull.isOpen) return { kind: "closed" };
  if (record.rolloutId !== rollout.id || pull.headSha !== rollout.headSha) {
    return { kind: "voided" };
  }
  return seenInStage(rollout, heard, now);
}

/** A deployer's word goes before what its deadline would say, and a breach before both. */
function seenInStage(rollout: Rollout, heard: Heard | undefined, now: Instant): Signal | undefined {
  const seen = signalOfAssessment(assess(rollout, now));
  return seen?.kind === "breach" ? seen : (signalOf(rollout, heard) ?? seen);
}

/** Why the merge was not even asked for; nothing where the words are GitHub's. */
function ownReason(refusal: string): Pick<Extract<Signal, { kind: "merge-refused" }>, "reason"> {
  const isOurs =
    refusal === "merge-tree-differs" ||
    refusal === "decision-voided" ||
    refusal === "approvals-lapsed" ||
    refusal === "incident-open";
  return isOurs ? { reason: refusal } : {};
}

export type Entering = {
  readonly record: PullRecord;
  readonly before: Rollout;
  readonly after: Rollout;
  readonly now: Instant;
};

/** Everything that a transition brings with it: row, lock, pointer, entries and effects. */
export async function enter(
  tx: Transaction,
  { lease }: Pick<Reconciling, "lease">,
  { record, before, after, now }: Entering,
): Promise<void> {
  const isTaken = before.state === "promoted";
  const ended = after.state === "promoted" ? await settleIn(tx, after) : after;
  await tx.rollouts.save(ended);
  if (isForBranch(before, after)) {
    await tx.work.mark(branchKey(lease.key.repositoryId), lease.installation, now);
  }
  if (isOver(after)) await tx.systems.releaseCanary(lease.key, after.system);
  else if (hasBegun(after)) await renewHold(tx, { key: lease.key, rollout: after, now });
  const drafts: Draft[] = [...stageDrafts(before, after, now)];
  if (after.state === "promoted") drafts.push(await promote(tx, { record, before, after, now }));
  if (isTaken) drafts.push(...(await takeBack(tx, after, now)));
  const isVoided = after.state === "voided" && record.rolloutId !== after.id;
  const shown: PullRecord = isVoided
    ? record
    : { ...record, state: after.state, reason: after.reason };
  const presence: readonly Effect[] = isVoided ? [] : planPresence(shown, after);
  await conclude(tx, lease, {
    record: shown,
    drafts,
    effects: [...presence, ...planStage(before, after)],
  });
}

/** What is taken back from the branch, and what is only to be seen to arrive, is watched with it. */
function isForBranch(before: Rollout, after: Rollout): boolean {
  return before.state === "promoted" || (isLeft(after) && isAwaited(after));
}

/** The production pointer moves, the version gets its place in the lineage, its drift counts. */
async function promote(tx: Transaction, entering: Entering): Promise<Draft> {
  const { after, now } = entering;
  const { repositoryId, system } = after;
  // What production ran: an approved amendment may have given the base another version meanwhile,
  // and a parent that no entry names would break the lineage.
  const parent = (await tx.systems.pointer(repositoryId, system))?.version ?? after.before;
  await tx.systems.point({
    repositoryId,
    system,
    artifact: after.candidate,
    version: after.after,
    commit: after.headSha,
    since: now,
  });
  await tx.systems.recordEdge({
    repositoryId,
    system,
    version: after.after,
    parent,
    pull: after.pull,
    entrySeq: (await tx.ledger.head()).size,
  });
  await countDrift(tx, entering);
  const approved = isApproved(entering.record) ? { approved: "by-people" } : {};
  return draftOf(
    "pointer",
    { at: now, subject: subjectOfRollout(after) },
    {
      version: after.after,
      artifact: after.candidate,
      parent,
      commit: after.headSha,
      drift_millionths: driftUnits(entering.record),
      ...approved,
    },
  );
}

/** Only what was promoted has moved the system; what people approved is where drift begins anew. */
async function countDrift(tx: Transaction, { record, after, now }: Entering): Promise<void> {
  const { before, after: version, system } = after;
  const promoted = { key: record.key, system, before, after: version, byPerson: false, at: now };
  await tx.budgets.record({ ...promoted, kind: "drift", amount: driftUnits(record) });
  if (isApproved(record)) await tx.budgets.record({ ...promoted, kind: "anchor", amount: 0 });
}

/** An amendment runs only with its quorum, which was counted again just before the merge. */
function isApproved({ classified }: PullRecord): boolean {
  return classified.kind === "amendment";
}

function driftUnits({ drift }: PullRecord): number {
  return Math.round((drift ?? 0) * DRIFT_UNITS);
}
