import {
  changeEvidence,
  type EDetector,
  startEDetector,
  watchOutcome,
} from "../evaluation/statistics/e-detector.ts";
import type { RolloutRules } from "../ir/charter.ts";
import type { Digest } from "../kernel/digest.ts";
import type { Sha } from "../kernel/ids.ts";
import type { ComparedHealth, Health, MetricHealth } from "./health.ts";
import { type Guard, scaled } from "./scale.ts";

/** What production ran before, and runs again if this is taken back. */
export type Replaced = {
  readonly version: Digest;
  readonly artifact: Digest;
  readonly commit: Sha;
};

/** A promoted version under watch: there is no baseline beside it any more, only its own past. */
export type Production = {
  readonly replaced: Replaced;
  /** By guard. One whose canary showed too little to say what is normal has none. */
  readonly detectors: Readonly<Record<string, EDetector>>;
  /** Units with an outcome since the promotion. */
  readonly units: number;
};

/**
 * Outcomes that pass on average between two false alarms while no guard is worse than its
 * reference. Ten times more costs a fall from .90 to .80 about a fifth more outcomes until it is
 * found.
 */
export const RUN_LENGTH = 100_000;

/** Fewer outcomes than these say too little of what is normal. */
const LEAST_UNITS = 30;

/** One-sided 95 %: how far below its canary's mean the truth may well be. */
const QUANTILE = 1.645;

/**
 * Begins the watch at the promotion. The reference of a compared guard is what the candidate showed
 * in its last step, less its margin or less what that figure may be off, whichever is more: a score
 * in [0, 1] with mean m varies by at most m(1 − m). A rare guard keeps its floor.
 */
export function startProduction(
  rules: Pick<RolloutRules, "guards">,
  health: Health,
  replaced: Replaced,
): Production {
  const detectors = Object.entries(rules.guards).flatMap(([name, guard]) => {
    const reference = referenceOf(guard, health.metrics[name]);
    return reference === undefined ? [] : [[name, startEDetector(reference)] as const];
  });
  return { replaced, detectors: Object.fromEntries(detectors), units: 0 };
}

function referenceOf(guard: Guard, health: MetricHealth | undefined): number | undefined {
  if ("floor" in guard) return 1 - guard.floor;
  if (health?.kind !== "compared" || health.candidateUnits < LEAST_UNITS) return undefined;
  const mean = meanScore(health);
  const doubt = QUANTILE * Math.sqrt((mean * (1 - mean)) / health.candidateUnits);
  const reference = mean - Math.max(guard.margin, doubt);
  return reference > 0 && reference < 1 ? reference : undefined;
}

function meanScore({ candidateScore, candidateUnits }: ComparedHealth): number {
  return candidateScore / candidateUnits;
}

/** One more unit's outcome in production. */
export function watchProduction(
  production: Production,
  rules: Pick<RolloutRules, "guards">,
  metrics: Readonly<Record<string, number>>,
): Production {
  const watched = Object.entries(production.detectors).map(([name, detector]) => {
    const [guard, value] = [rules.guards[name], metrics[name]];
    if (guard === undefined || value === undefined) return [name, detector] as const;
    return [name, watchOutcome(detector, scoreOf(name, value, guard))] as const;
  });
  return {
    ...production,
    detectors: Object.fromEntries(watched),
    units: production.units + 1,
  };
}

function scoreOf(name: string, value: number, guard: Guard): number {
  if ("floor" in guard) return value > 0 ? 0 : 1;
  return scaled(name, value, guard);
}

export type Alarm = { readonly metric: string; readonly evidence: number };

/**
 * The guard that got worst, once the mean of all guards' evidence reaches the run length: means of
 * e-detectors keep it, whatever the metrics have in common.
 */
export function alarmOf({ detectors }: Production): Alarm | undefined {
  const evidence = Object.entries(detectors).map(([metric, detector]): Alarm => ({
    metric,
    evidence: changeEvidence(detector),
  }));
  const total = evidence.reduce((sum, one) => sum + one.evidence, 0);
  if (evidence.length === 0 || total < RUN_LENGTH * evidence.length) return undefined;
  return evidence.reduce((worst, one) => (one.evidence > worst.evidence ? one : worst));
}

const SUFFIX = ".production";

/** Under which name a promoted version's units are given out and report, apart from its canary's. */
export function productionName(rollout: string): string {
  return `${rollout}${SUFFIX}`;
}

/** The roll-out that a reported name belongs to, and whether it is about what came after it. */
export function namedRollout(name: string): {
  readonly id: string;
  readonly isProduction: boolean;
} {
  const isProduction = name.endsWith(SUFFIX);
  return { id: isProduction ? name.slice(0, -SUFFIX.length) : name, isProduction };
}
