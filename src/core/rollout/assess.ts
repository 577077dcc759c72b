import { LIVE } from "../evaluation/statistics/bet-grid.ts";
import { eValueOf } from "../evaluation/statistics/e-process.ts";
import { millisecondsOf } from "../kernel/duration.ts";
import { type Instant, later, type Milliseconds } from "../kernel/instant.ts";
import { FREEZE_GLANCE, isFrozen } from "./freeze.ts";
import type { MetricHealth } from "./health.ts";
import type { Rollout } from "./rollout.ts";
import { isAwaited } from "./ask-deployment.ts";
import { reconciles } from "./split-evidence.ts";

export type Assessment =
  | { readonly kind: "breach"; readonly metric: string; readonly eValue: number }
  | { readonly kind: "stage-passed" }
  | { readonly kind: "overdue" }
  /** The deployer has said nothing until its deadline. */
  | { readonly kind: "unreported" }
  /** There would be enough, but not in the shares that units were to be given. */
  | { readonly kind: "split-differs" }
  /** `until` is when time alone could change the answer. */
  | { readonly kind: "waiting"; readonly until: Instant }
  | { readonly kind: "not-watched" };

/**
 * Evidence of regression at which traffic returns, and of non-inferiority at which a step passes. The
 * second rises with the caution that a system's earlier acceptances call for; the first never moves.
 */
export const CANARY_BAR = 20;

/**
 * What a stage's outcomes say now; may be asked after every outcome, because e-values may be
 * looked at as often as one likes.
 *
 * Breach: the mean of the guards' e-values against "not worse" reaches the bar, which holds its
 * error rate whatever the metrics have in common; a guard without outcomes stands at 1. Pass:
 * units, soak and, in the canary, evidence of non-inferiority on every compared guard and the
 * minimum units on every rare one; silence never passes.
 */
export function assess(rollout: Rollout, now: Instant): Assessment {
  if (!isWatched(rollout)) return { kind: "not-watched" };
  return breachOf(rollout) ?? progressOf(rollout, now);
}

/** A hold keeps units on the version they were given, so it is watched like the canary it holds. */
function isWatched({ state, heldFrom }: Rollout): boolean {
  return state === "shadow" || state === "canary" || (state === "held" && heldFrom === "canary");
}

function progressOf(rollout: Rollout, now: Instant): Assessment {
  const { state, rules } = rollout;
  if ((state !== "shadow" && state !== "canary") || hasPassed(rollout)) {
    return { kind: "not-watched" };
  }
  const deadline = later(rollout.enteredAt, millisecondsOf(rules[state].deadline));
  if (isAwaited(rollout)) return awaitDeployment(now, deadline);
  const soak = soakEnd(rollout);
  if (now >= soak && hasShownEnough(rollout)) return passUnlessFrozen(rollout, now);
  if (now >= deadline) return { kind: "overdue" };
  return { kind: "waiting", until: soak > now && soak < deadline ? soak : deadline };
}

/** How soon the statuses of a deployment are read again where no webhook hastens it. */
const REPORT_GLANCE: Milliseconds = 300_000;

function awaitDeployment(now: Instant, deadline: Instant): Assessment {
  const glance = later(now, REPORT_GLANCE);
  if (now >= deadline) return { kind: "unreported" };
  return { kind: "waiting", until: glance < deadline ? glance : deadline };
}

function hasPassed({ state, shadowPassed, canaryPassed }: Rollout): boolean {
  return state === "shadow" ? shadowPassed : canaryPassed;
}

function passUnlessFrozen({ rules, health, state }: Rollout, now: Instant): Assessment {
  const isSplit = state === "canary" && health.split !== undefined;
  if (isSplit && !reconciles(health.split)) return { kind: "split-differs" };
  return isFrozen(rules.freeze, now)
    ? { kind: "waiting", until: later(now, FREEZE_GLANCE) }
    : { kind: "stage-passed" };
}

function breachOf({ health, rules }: Rollout): Extract<Assessment, { kind: "breach" }> | undefined {
  const evidence = Object.keys(rules.guards).map((name) => {
    const metric = health.metrics[name];
    return [name, metric === undefined ? 1 : regressionOf(metric)] as const;
  });
  const sum = evidence.reduce((total, [, eValue]) => total + eValue, 0);
  if (evidence.length === 0 || sum < CANARY_BAR * evidence.length) return undefined;
  const [metric, eValue] = evidence.reduce((worst, one) => (one[1] > worst[1] ? one : worst));
  return { kind: "breach", metric, eValue };
}

/** Few events of a rare kind are soon many times their floor, so a fifth of their weight counts. */
const RARE_CAUTION = 5;

/** Evidence that the candidate is worse on this metric. */
export function regressionOf(health: MetricHealth): number {
  return health.kind === "rare"
    ? health.evidence / RARE_CAUTION
    : eValueOf(health.regression, LIVE);
}

/** Evidence that it is not worse by the margin; nothing where a metric has no margin. */
export function nonInferiorityOf(health: MetricHealth): number | undefined {
  return health.kind === "rare" ? undefined : eValueOf(health.nonInferiority, LIVE);
}

function hasShownEnough(rollout: Rollout): boolean {
  const { rules, health } = rollout;
  if (rollout.state === "shadow") return health.units >= rules.shadow.units;
  if (health.units < rules.canary.min_units) return false;
  const bar = CANARY_BAR * Math.max(1, rollout.caution ?? 1);
  return Object.keys(rules.guards).every((name) => {
    const metric = health.metrics[name];
    if (metric?.kind === "rare") return metric.candidateUnits >= rules.canary.min_units;
    return metric !== undefined && eValueOf(metric.nonInferiority, LIVE) >= bar;
  });
}

/** Shadow needs units only: there is no traffic whose time of day could matter. */
function soakEnd(rollout: Rollout): Instant {
  if (rollout.state === "shadow") return rollout.enteredAt;
  return later(rollout.enteredAt, millisecondsOf(rollout.rules.canary.soak));
}
