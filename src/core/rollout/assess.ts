import { eValueOf } from "../evaluation/statistics/e-process.ts";
import { millisecondsOf } from "../kernel/duration.ts";
import { type Instant, later } from "../kernel/instant.ts";
import type { MetricHealth } from "./health.ts";
import type { Rollout } from "./rollout.ts";

export type Assessment =
  | { readonly kind: "breach"; readonly metric: string; readonly eValue: number }
  | { readonly kind: "stage-passed" }
  | { readonly kind: "overdue" }
  /** `until` is when time alone could change the answer. */
  | { readonly kind: "waiting"; readonly until: Instant }
  | { readonly kind: "not-watched" };

/** Evidence of regression at which traffic returns, and of non-inferiority at which a step passes. */
export const CANARY_BAR = 20;

/**
 * What a stage's outcomes say now; may be asked after every outcome, because e-values may be
 * looked at as often as one likes.
 *
 * Breach: the mean of the metrics' e-values against "not worse" reaches the bar, which holds its
 * error rate whatever the metrics have in common. Pass: units, soak and, in the canary, evidence
 * of non-inferiority on every compared metric; silence never passes.
 */
export function assess(rollout: Rollout, now: Instant): Assessment {
  const { state } = rollout;
  const isDone = state === "shadow" ? rollout.shadowPassed : rollout.canaryPassed;
  if (state !== "shadow" && state !== "canary") return { kind: "not-watched" };
  const breach = breachOf(rollout);
  if (breach !== undefined) return breach;
  if (isDone) return { kind: "not-watched" };
  const stage = rollout.rules[state];
  const deadline = later(rollout.enteredAt, millisecondsOf(stage.deadline));
  if (hasShownEnough(rollout) && now >= soakEnd(rollout)) return { kind: "stage-passed" };
  if (now >= deadline) return { kind: "overdue" };
  const soak = soakEnd(rollout);
  return { kind: "waiting", until: soak > now && soak < deadline ? soak : deadline };
}

function breachOf({ health }: Rollout): Extract<Assessment, { kind: "breach" }> | undefined {
  const evidence = Object.entries(health.metrics).map(
    ([metric, one]) => [metric, regressionOf(one)] as const,
  );
  const sum = evidence.reduce((total, [, eValue]) => total + eValue, 0);
  if (evidence.length === 0 || sum < CANARY_BAR * evidence.length) return undefined;
  const [metric, eValue] = evidence.reduce((worst, one) => (one[1] > worst[1] ? one : worst));
  return { kind: "breach", metric, eValue };
}

/** Evidence that the candidate is worse on this metric. */
export function regressionOf(health: MetricHealth): number {
  return health.kind === "rare" ? health.evidence : eValueOf(health.regression);
}

/** Evidence that it is not worse by the margin; nothing where a metric has no margin. */
export function nonInferiorityOf(health: MetricHealth): number | undefined {
  return health.kind === "rare" ? undefined : eValueOf(health.nonInferiority);
}

function hasShownEnough(rollout: Rollout): boolean {
  const { rules, health } = rollout;
  if (rollout.state === "shadow") return health.units >= rules.shadow.units;
  if (health.units < rules.canary.min_units) return false;
  return Object.entries(rules.guards).every(([name, guard]) => {
    if ("floor" in guard) return true;
    const metric = health.metrics[name];
    return metric !== undefined && (nonInferiorityOf(metric) ?? 0) >= CANARY_BAR;
  });
}

/** Shadow needs units only: there is no traffic whose time of day could matter. */
function soakEnd(rollout: Rollout): Instant {
  if (rollout.state === "shadow") return rollout.enteredAt;
  return later(rollout.enteredAt, millisecondsOf(rollout.rules.canary.soak));
}
