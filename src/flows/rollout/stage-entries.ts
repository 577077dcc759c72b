import { changeEvidence } from "../../core/evaluation/statistics/e-detector.ts";
import { draftOf, exact } from "../../core/ledger/drafts.ts";
import type { Draft, ExactJson } from "../../core/ledger/entry.ts";
import type { Instant } from "../../core/kernel/instant.ts";
import { nonInferiorityOf, regressionOf } from "../../core/rollout/assess.ts";
import type { Health, MetricHealth } from "../../core/rollout/health.ts";
import type { Production } from "../../core/rollout/production.ts";
import { isOnPeoplesWord, type Rollout } from "../../core/rollout/rollout.ts";

/** What the ledger says of a transition: the evidence it rests on, then the stage it led to. */
export function stageDrafts(before: Rollout, after: Rollout, at: Instant): readonly Draft[] {
  const about = { at, subject: subjectOfRollout(after) };
  const stage = draftOf("stage", about, {
    rollout: after.id,
    stage: after.state,
    step: after.step,
    share: after.share,
    stable: after.stable,
    candidate: after.candidate,
    reason_code: after.reason,
    ...(isOnPeoplesWord(after) ? { decided: "on-peoples-word" } : {}),
  });
  const units = before.production?.units ?? before.health.units;
  return units === 0 ? [stage] : [windowDraft(before, at), stage];
}

function windowDraft(rollout: Rollout, at: Instant): Draft {
  const { production, health } = rollout;
  return draftOf(
    "window",
    { at, subject: subjectOfRollout(rollout) },
    {
      rollout: rollout.id,
      stage: rollout.state,
      step: rollout.step,
      units: production?.units ?? health.units,
      metrics: production === undefined ? inCanary(health) : sincePromotion(production),
      ...(production === undefined && health.inputs !== undefined ? { inputs: health.inputs } : {}),
    },
  );
}

function inCanary({ metrics }: Health): ExactJson {
  return Object.fromEntries(
    Object.entries(metrics).map(([name, health]) => [name, windowOf(health)] as const),
  );
}

/** What a promoted version is held to, and how far it spoke against it. */
function sincePromotion({ detectors }: Production): ExactJson {
  return Object.fromEntries(
    Object.entries(detectors).map(([name, detector]): readonly [string, ExactJson] => [
      name,
      {
        units: detector.n,
        reference: exact(detector.reference),
        e_change: exact(changeEvidence(detector)),
      },
    ]),
  );
}

function windowOf(health: MetricHealth): ExactJson {
  const harm = exact(regressionOf(health));
  if (health.kind === "rare") {
    return { units: health.candidateUnits, violations: health.violations, e_harm: harm };
  }
  return {
    stable_units: health.stableUnits,
    stable_total: exact(health.stableTotal),
    candidate_units: health.candidateUnits,
    candidate_total: exact(health.candidateTotal),
    e_harm: harm,
    e_no_harm: exact(nonInferiorityOf(health) ?? 0),
  };
}

export function subjectOfRollout(rollout: Rollout): Draft["subject"] {
  return {
    repository_id: rollout.repositoryId,
    pull: rollout.pull,
    system: rollout.system,
    head_sha: rollout.headSha,
  };
}
