import { type Incident, incidentName } from "../../core/incident/incident.ts";
import type { ReasonCode } from "../../core/gate/reason-code.ts";
import { type Instant, later } from "../../core/kernel/instant.ts";
import { draftOf } from "../../core/ledger/drafts.ts";
import type { Draft } from "../../core/ledger/entry.ts";
import { refuseEmergency, REVIEW_WITHIN } from "../../core/rollout/emergency.ts";
import { isOver, type Rollout } from "../../core/rollout/rollout.ts";
import { transition } from "../../core/rollout/transition.ts";
import type { CommandRequest } from "../../ports/store/commands.ts";
import type { PullRecord } from "../../ports/store/pulls.ts";
import type { Transaction } from "../../ports/store/store.ts";
import { enter } from "./advance-pull.ts";
import { bearRollout } from "./bear-rollout.ts";
import { isStopped } from "../incident/incident-freeze.ts";
import { openIncident } from "../incident/open-incident.ts";
import type { Emergency } from "./prepare-emergency.ts";
import { type Reconciling, subjectOf } from "../reconcile/reconciling.ts";

type Refusing = {
  readonly record: PullRecord;
  readonly emergency: Emergency;
  readonly now: Instant;
};

/** Why this emergency may not begin in this state of things; nothing when it may. */
export async function refuseToBegin(
  tx: Transaction,
  { record, emergency, now }: Refusing,
): Promise<ReasonCode | undefined> {
  const { key } = record;
  const { system, before } = emergency.mutation;
  if (record.bound !== emergency.bound) return "command-stale";
  const refusal = refuseEmergency(record);
  if (refusal !== undefined) return refusal;
  if (await isStopped(tx, { repositoryId: key.repositoryId, system }, now)) return "incident-open";
  const pointer = await tx.systems.pointer(key.repositoryId, system);
  if (pointer !== undefined && pointer.version !== before.digest) return "baseline-moved";
  const holder = await tx.systems.canaryHolder(key.repositoryId, system);
  return holder === undefined || holder.pull === key.pull ? undefined : "system-busy";
}

export type Beginning = Refusing & {
  readonly request: CommandRequest;
  /** What was under way for this head, and is given up for it. */
  readonly rollout: Rollout | undefined;
};

/**
 * Promotes on people's word. It is a roll-out of its own, born at its end: the state machine knows no
 * way past shadow and canary, and gets none. The review that is owed is an incident with a date.
 */
export async function beginEmergency(
  tx: Transaction,
  reconciling: Reconciling,
  beginning: Beginning,
): Promise<void> {
  const { record, now, rollout: earlier } = beginning;
  await giveUp(tx, reconciling, { record, earlier, now });
  const reason = "emergency-promoted" as const;
  const born = await bearRollout(tx, reconciling, { ...beginning.emergency, now, reason });
  const rollout: Rollout = { ...born, isEmergency: true };
  const until = later(now, REVIEW_WITHIN);
  await tx.systems.holdCanary(record.key, rollout.system, rollout.id, until);
  await tx.ledger.append(decisionDraft(reconciling, beginning));
  const named: PullRecord = { ...record, rolloutId: rollout.id };
  const after = { ...rollout, state: "promoting" } as const;
  await enter(tx, reconciling, { record: named, before: rollout, after, now });
  await openIncident(tx, reconciling.repository, owedReview(rollout, beginning));
}

type GivingUp = {
  readonly record: PullRecord;
  readonly earlier: Rollout | undefined;
  readonly now: Instant;
};

async function giveUp(
  tx: Transaction,
  reconciling: Reconciling,
  { record, earlier, now }: GivingUp,
): Promise<void> {
  if (earlier === undefined || isOver(earlier)) return;
  const voided = transition(earlier, { kind: "voided" }, now);
  if (!voided.ok) return;
  await enter(tx, reconciling, { record, before: earlier, after: voided.value, now });
}

function decisionDraft(reconciling: Reconciling, { emergency, request, now }: Beginning): Draft {
  const { mutation, approvals, charter, explanation } = emergency;
  return draftOf(
    "decision",
    { at: now, subject: subjectOf(reconciling, mutation.system) },
    {
      decision: "emergency",
      reason_code: "emergency-promoted",
      system_before: mutation.before.digest,
      system_after: mutation.after.digest,
      charter,
      actor_id: request.actor.id,
      approvals: approvals.standing.length,
      approvals_needed: approvals.needed,
      explanation,
    },
  );
}

function owedReview(rollout: Rollout, { request, now }: Beginning): Incident {
  const { repositoryId, system, headSha, pull, id } = rollout;
  return {
    id: incidentName({ repositoryId, sha: headSha, what: [["emergency", id]] }),
    repositoryId,
    reason: "emergency-review-due",
    freezes: [system],
    freezesFrom: later(now, REVIEW_WITHIN),
    openedAt: now,
    sha: headSha,
    deviations: [],
    pull,
    actorId: request.actor.id,
  };
}
