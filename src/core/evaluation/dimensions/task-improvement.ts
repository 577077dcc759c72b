import type { DimensionReport } from "../dimension-report.ts";
import { claimedEffect, type Measurements } from "../measurements.ts";
import { isImpossible, slicesOf } from "../marked-items.ts";
import type { PairedRecord } from "../records.ts";
import { rightness } from "../figures.ts";
import { eValueOver } from "../statistics/e-process.ts";
import { USUAL } from "../statistics/bet-grid.ts";
import { testDifferences } from "../statistics/test-differences.ts";
import { unitDifferences } from "../statistics/unit-differences.ts";

const METHOD = "paired right answers, grid e-process";

/** Evidence at which a slice counts as worse; shared out, where there are several slices. */
const SLICE_BAR = 20;

/**
 * Whether the candidate answers more items rightly, from the sealed suite (which decides) and the
 * public one (which guards). Fooled by suites that are not like the live inputs, and on the public
 * suite by learning its items: hence the sealed one, generalization, and the canary.
 */
export function scoreTaskImprovement(measurements: Measurements): readonly DimensionReport[] {
  const { records } = measurements;
  const shown =
    records.public.length > 0 ? [scorePublic(measurements), ...scoreSlices(records.public)] : [];
  return records.sealed.length > 0 ? [...shown, scoreSealed(measurements)] : shown;
}

function scorePublic({ records, margins, bars }: Measurements): DimensionReport {
  return {
    dimension: "task_improvement",
    role: "guard",
    source: "public",
    score: shareRight(records.public),
    sealed: false,
    evidence: testDifferences(unitDifferences(records.public, rightness), {
      nullMean: -margins.task,
      reverseMean: -margins.task,
      bar: bars.guard,
    }),
    method: METHOD,
  };
}

/**
 * A gain on the whole may be paid for by one group of inputs: no named slice may be shown to be
 * worse than it was. A rule, since a slice that is not shown to be worse is not shown to be good.
 */
function scoreSlices(records: readonly PairedRecord[]): readonly DimensionReport[] {
  const slices = slicesOf(records);
  if (slices.length === 0) return [];
  const isWorse = slices.some((slice) => {
    const losses = unitDifferences(slice.records, rightness).map((gain) => -gain);
    return eValueOver(losses, 0, USUAL) >= SLICE_BAR * slices.length;
  });
  return [
    {
      dimension: "task_improvement",
      role: "guard",
      source: "public",
      score: Math.min(...slices.map((slice) => shareRight(slice.records))),
      sealed: false,
      evidence: {
        kind: "rule",
        holds: !isWorse,
        ...(isWorse ? { breach: "slice-regressed" as const } : {}),
      },
      method: "no named slice got worse",
    },
  ];
}

/** A neutral mutation has to show that it is not worse; any other objective leaves this a guard. */
function scoreSealed({ records, margins, bars, objective }: Measurements): DimensionReport {
  const improves = objective === "task";
  const decides = improves || objective === "neutral";
  return {
    dimension: "task_improvement",
    role: decides ? "objective" : "guard",
    source: "sealed",
    score: shareRight(records.sealed),
    sealed: true,
    evidence: testDifferences(unitDifferences(records.sealed, rightness), {
      nullMean: improves ? 0 : -margins.task,
      reverseMean: improves ? claimedEffect(margins.task) : -margins.task,
      bar: decides ? bars.objective : bars.guard,
    }),
    method: METHOD,
  };
}

function shareRight(records: readonly PairedRecord[]): number {
  const counted = records.filter((pair) => !isImpossible(pair));
  const right = counted.filter(({ candidate }) => candidate.correct === 1);
  return right.length / Math.max(1, counted.length);
}
