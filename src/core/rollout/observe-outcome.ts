import { observe, startEProcess } from "../evaluation/statistics/e-process.ts";
import { NO_TRACE, traceEvidence } from "./evidence-trace.ts";
import type { ComparedHealth, Health, MetricHealth, RareHealth } from "./health.ts";
import type { Rollout } from "./rollout.ts";
import { type ComparedGuard, type Guard, scaled } from "./scale.ts";

export type Outcome = {
  readonly variant: "stable" | "candidate";
  readonly metrics: Readonly<Record<string, number>>;
};

/** Rate of a violation that a rare-event guard is sized to find. */
const RARE_ALTERNATIVE = 0.02;

/**
 * Comparisons that may wait for the other arm's outcomes; then the oldest are left out. The enemy
 * is a queue: under a random split it grows, and an outage is compared with the time before it
 * (measured: one false rollback in ten with a long queue, one in eighty with this one).
 */
const MOST_WAITING = 4;

/**
 * What one more outcome adds to a stage's health. Each candidate outcome is compared with the mean
 * of a block of baseline outcomes of the same time, so that an outage both arms share moves
 * neither evidence; the block is as large as the split gives baseline units for each candidate.
 */
export function observeOutcome(rollout: Rollout, outcome: Outcome): Health {
  const metrics: Record<string, MetricHealth> = { ...rollout.health.metrics };
  for (const [name, guard] of Object.entries(rollout.rules.guards)) {
    const value = outcome.metrics[name];
    if (value === undefined) continue;
    metrics[name] = observeMetric(metrics[name], {
      name,
      guard,
      value,
      outcome,
      block: blockOf(rollout),
    });
  }
  if (outcome.variant === "stable") return { ...rollout.health, metrics };
  const units = rollout.health.units + 1;
  const trace = traceEvidence(rollout.health.trace ?? NO_TRACE, units, metrics);
  return { ...rollout.health, units, metrics, trace };
}

type Observation = {
  readonly name: string;
  readonly guard: Guard;
  readonly value: number;
  readonly outcome: Outcome;
  readonly block: number;
};

function observeMetric(health: MetricHealth | undefined, seen: Observation): MetricHealth {
  const { guard } = seen;
  if ("floor" in guard) {
    const before = health?.kind === "rare" ? health : NO_VIOLATIONS;
    return seen.outcome.variant === "candidate"
      ? observeRare(before, seen.value, guard.floor)
      : before;
  }
  const before = health?.kind === "compared" ? health : startCompared(guard);
  return settle(enqueue(before, seen, guard), guard, seen.block);
}

const NO_VIOLATIONS: RareHealth = { kind: "rare", evidence: 1, candidateUnits: 0, violations: 0 };

function observeRare(health: RareHealth, value: number, floor: number): RareHealth {
  const violated = value > 0;
  const factor = violated ? RARE_ALTERNATIVE / floor : (1 - RARE_ALTERNATIVE) / (1 - floor);
  return {
    kind: "rare",
    evidence: Math.min(health.evidence * factor, Number.MAX_VALUE),
    candidateUnits: health.candidateUnits + 1,
    violations: health.violations + (violated ? 1 : 0),
  };
}

function startCompared(guard: ComparedGuard): ComparedHealth {
  return {
    kind: "compared",
    regression: startEProcess(0),
    nonInferiority: startEProcess(-guard.margin),
    stableTotal: 0,
    stableUnits: 0,
    candidateTotal: 0,
    candidateUnits: 0,
    candidateScore: 0,
    waitingStable: [],
    waitingCandidate: [],
  };
}

function enqueue(health: ComparedHealth, seen: Observation, guard: ComparedGuard): ComparedHealth {
  const score = scaled(seen.name, seen.value, guard);
  return seen.outcome.variant === "stable"
    ? {
        ...health,
        stableTotal: health.stableTotal + seen.value,
        stableUnits: health.stableUnits + 1,
        waitingStable: [...health.waitingStable, score].slice(-MOST_WAITING * seen.block),
      }
    : {
        ...health,
        candidateTotal: health.candidateTotal + seen.value,
        candidateUnits: health.candidateUnits + 1,
        candidateScore: health.candidateScore + score,
        waitingCandidate: [...health.waitingCandidate, score].slice(-MOST_WAITING),
      };
}

/** Compares as many candidate outcomes as have a whole block of baseline outcomes waiting. */
function settle(health: ComparedHealth, guard: ComparedGuard, block: number): ComparedHealth {
  let settled = health;
  for (;;) {
    const [candidate, ...candidates] = settled.waitingCandidate;
    if (candidate === undefined || settled.waitingStable.length < block) return settled;
    const baseline = settled.waitingStable.slice(0, block);
    const difference = candidate - baseline.reduce((sum, one) => sum + one, 0) / block;
    settled = {
      ...settled,
      regression: observe(settled.regression, -difference, 0),
      nonInferiority: observe(settled.nonInferiority, difference, -guard.margin),
      waitingStable: settled.waitingStable.slice(block),
      waitingCandidate: candidates,
    };
  }
}

/** Baseline units for each candidate unit: one in shadow, where every unit has both. */
function blockOf({ share }: Rollout): number {
  return share === 0 ? 1 : Math.max(1, Math.floor((100 - share) / share));
}
