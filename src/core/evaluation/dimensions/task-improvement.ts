import type { DimensionReport } from "../dimension-report.ts";
import { claimedEffect, type Measurements } from "../measurements.ts";
import type { PairedRecord } from "../records.ts";
import { testDifferences } from "../statistics/test-differences.ts";
import { figureOf, unitDifferences } from "../statistics/unit-differences.ts";

const METHOD = "paired right answers, grid e-process";

const rightness = figureOf((measure) => measure.correct);

/**
 * Whether the candidate answers more items rightly, from the sealed suite (which decides) and the
 * public one (which guards). Fooled by suites that are not like the live inputs, and on the public
 * suite by learning its items: hence the sealed one, generalization, and the canary.
 */
export function scoreTaskImprovement(measurements: Measurements): readonly DimensionReport[] {
  const { records } = measurements;
  const shown = records.public.length > 0 ? [scorePublic(measurements)] : [];
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
  return records.filter(({ candidate }) => candidate.correct === 1).length / records.length;
}
