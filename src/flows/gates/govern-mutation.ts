import type { Approvals } from "../../core/constitution/approvals.ts";
import type { GateReport, Outcome } from "../../core/gate/gate.ts";
import type { ReasonCode } from "../../core/gate/reason-code.ts";
import { canonicalJson } from "../../core/kernel/canonical-json.ts";
import type { Instant } from "../../core/kernel/instant.ts";
import { draftOf, gateBody } from "../../core/ledger/drafts.ts";
import type { Draft } from "../../core/ledger/entry.ts";
import { conclude, type Conclusion } from "../reconcile/conclude.ts";
import type { Governed, Governing, Weighing } from "./governing.ts";
import { loadApprovals } from "../reading/load-approvals.ts";
import { loadDrift } from "../reading/load-drift.ts";
import { performEffects } from "../reconcile/perform-effects.ts";
import { planBreachReview, planGateCheck } from "./plan-checks.ts";
import { planPresence } from "../reconcile/plan-presence.ts";
import { classificationDraft, headOf, subjectOfChange } from "./governed-head.ts";
import { recordOf } from "./record-of.ts";
import { measureChange } from "./measure-change.ts";
import { registerVersions } from "../rollout/register-versions.ts";
import { isOutsider, screenMutation, type Screened } from "./screen-mutation.ts";
import { weighMutation } from "../evaluation/weigh-mutation.ts";

/**
 * Takes a change to an agent through the fast gates at once, so that a breach shows in a second,
 * and through evaluation, judge and decision only when those passed.
 */
export async function governMutation(governing: Governing): Promise<Governed> {
  const { ports, lease } = governing.reconciling;
  const measured = await measureChange(ports, governing.gathered, {
    drift: await loadDrift(governing),
    mayRun: !isOutsider(governing.reconciling),
  });
  const approvals = await approvalsOf(governing);
  const screening = await ports.store.transact(async (tx) => {
    await tx.work.assertHeld(lease);
    if (!isOutsider(governing.reconciling)) {
      const { change, rules } = governing.gathered;
      const met = { repositoryId: lease.key.repositoryId, at: ports.clock.now() };
      await registerVersions(tx, { ...met, change, rules });
    }
    const screened = await screenMutation(tx, governing, measured);
    const ending = endingOf(governing, screened) ?? awaitApprovals(approvals);
    const conclusion = concludeScreening(governing, { screened, ending, approvals });
    const isNews = !stillAwaits(governing, ending) && !wasConcluded(governing, conclusion);
    if (isNews) await conclude(tx, lease, conclusion);
    return { screened, ending };
  });
  if (screening.ending !== undefined) {
    const { nextSlotAt } = screening.screened;
    return nextSlotAt === undefined ? {} : { nextDueAt: nextSlotAt };
  }
  await performEffects(governing.reconciling);
  return weighMutation(governing, screening.screened.reports);
}

/** People who must agree before evidence is spent: a protected module changes by amendment only. */
async function approvalsOf(governing: Governing): Promise<Approvals | undefined> {
  const isAmendment = governing.gathered.change.pullRequestClass.kind === "amendment";
  return isAmendment ? loadApprovals(governing) : undefined;
}

function awaitApprovals(approvals: Approvals | undefined): Ending | undefined {
  const isAgreed = approvals === undefined || approvals.standing.length >= approvals.needed;
  return isAgreed ? undefined : { state: "approvals", reason: "approvals-missing" };
}

/** It is looked at often while it waits for people; that nobody came yet is written once. */
function stillAwaits({ earlier, bound }: Governing, ending: Ending | undefined): boolean {
  return ending?.state === "approvals" && earlier?.state === "approvals" && earlier.bound === bound;
}

/**
 * True where the record says just this already: the evaluation that follows was interrupted, or a slot
 * is still waited for. What was planned then is still in the outbox, so nothing is lost by silence.
 */
function wasConcluded({ earlier, bound, inputs }: Governing, { record }: Conclusion): boolean {
  return (
    earlier?.headSha === record.headSha &&
    earlier.bound === bound &&
    earlier.inputs === inputs &&
    earlier.state === record.state &&
    earlier.reason === record.reason &&
    canonicalJson(earlier.gates) === canonicalJson(record.gates)
  );
}

/** Why a mutation goes no further than the fast gates; nothing when it does. */
export type Ending = {
  readonly state: string;
  readonly reason: ReasonCode;
  /** What the ledger calls the decision; nothing is decided while a slot is waited for. */
  readonly decision?: "reject" | "quarantine";
  readonly nextSlotAt?: Instant;
};

export function endingOf(governing: Weighing, screened: Screened): Ending | undefined {
  const stopped = screened.reports.find((report) => report.outcome === "fail");
  if (stopped !== undefined && screened.nextSlotAt !== undefined) {
    return { state: "waiting", reason: stopped.reason };
  }
  if (stopped !== undefined) {
    return { state: "rejected", reason: stopped.reason, decision: "reject" };
  }
  const early = heldBeforeEvidence(governing);
  if (early !== undefined) {
    return wasDecided(governing) ? { ...early, decision: "quarantine" } : early;
  }
  if (screened.isHarmful === true) {
    return { state: "held", reason: "version-taken-back", decision: "quarantine" };
  }
  const unsure = screened.reports.find((report) => report.outcome !== "pass");
  if (unsure !== undefined) {
    return { state: "held", reason: unsure.reason, decision: "quarantine" };
  }
  return undefined;
}

/** What passes the fast gates and still may not spend evidence. */
function heldBeforeEvidence({ reconciling, gathered }: Weighing): Ending | undefined {
  if (isOutsider(reconciling)) return { state: "held", reason: "outsider-not-admitted" };
  if (reconciling.pull.isDraft) return { state: "held", reason: "draft-not-evaluated" };
  if (gathered.baselineMoved) return { state: "held", reason: "baseline-moved" };
  return undefined;
}

/** A decision that this head already shows must not go on looking as if it stood. */
function wasDecided({ earlier, reconciling }: Weighing): boolean {
  return earlier?.headSha === reconciling.pull.headSha && earlier.decision !== undefined;
}

type Screening = {
  readonly screened: Screened;
  readonly ending: Ending | undefined;
  readonly approvals: Approvals | undefined;
};

function approvalDrafts(
  about: Parameters<typeof draftOf>[1],
  approvals: Approvals | undefined,
): readonly Draft[] {
  if (approvals === undefined) return [];
  const reason = awaitApprovals(approvals)?.reason ?? "approvals-stand";
  return [
    draftOf("decision", about, {
      decision: "amendment",
      reason_code: reason,
      approvals: approvals.standing.length,
      approvals_needed: approvals.needed,
    }),
  ];
}

function concludeScreening(
  governing: Governing,
  { screened: { reports }, ending, approvals }: Screening,
): Conclusion {
  const { reconciling } = governing;
  const about = { at: reconciling.ports.clock.now(), subject: subjectOfChange(governing) };
  const drafts: Draft[] = [
    classificationDraft(governing, about.at),
    ...reports.map((report) => draftOf("gate", about, gateBody(report))),
    ...approvalDrafts(about, approvals),
  ];
  const shown = [...reports];
  if (ending?.decision !== undefined) {
    const decision = decisionReport(ending);
    shown.push(decision);
    drafts.push(draftOf("gate", about, gateBody(decision)));
    drafts.push(
      draftOf("decision", about, { decision: ending.decision, reason_code: ending.reason }),
    );
  }
  const record = recordOf(governing, {
    state: ending?.state ?? "checking",
    reason: ending?.reason ?? "passed",
    reports: shown,
  });
  const head = headOf(governing);
  return {
    record,
    drafts,
    effects: [
      ...shown.map((report) => planGateCheck(head, report)),
      ...shown.flatMap((report) => planBreachReview(head, report)),
      ...planPresence(record),
    ],
  };
}

export function decisionReport({ decision, reason }: Ending): GateReport {
  const outcome: Outcome = decision === "reject" ? "fail" : "no-data";
  return { gate: "decision", outcome, reason, findings: [] };
}
