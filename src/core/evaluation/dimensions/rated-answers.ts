import type { DimensionReport } from "../dimension-report.ts";
import type { Measurements } from "../measurements.ts";
import type { RatedRecords } from "../records.ts";
import { rightness } from "../figures.ts";
import { correctJudgedRate, LEAST_INFORMED } from "../statistics/judge-correction.ts";
import { testDifferences } from "../statistics/test-differences.ts";
import { unitDifferences } from "../statistics/unit-differences.ts";

/**
 * Whether a model that was examined on labelled pairs finds the candidate's free text no worse, by
 * the rubric. A guard and nothing else: it can hold or refuse what was measured, and carries no
 * acceptance. A rater shrinks every true difference by its informedness, at least 0.6, so the margin
 * is shrunk by as much: a true loss of the margin is refused its proof. Fooled by a candidate that
 * learnt the rater's taste beyond length and order; hence it never stands alone.
 */
export function scoreRated({ records, margins, bars }: Measurements): readonly DimensionReport[] {
  const { rated } = records;
  if (rated === undefined) return [];
  const margin = margins.task * LEAST_INFORMED;
  return [
    {
      dimension: "task_improvement",
      role: "guard",
      source: "rated",
      score: correctedShare(rated),
      sealed: false,
      evidence: testDifferences(unitDifferences(rated.pairs, rightness), {
        nullMean: -margin,
        reverseMean: -margin,
        bar: bars.guard,
      }),
      method: "a calibrated model's preferences in both orders, grid e-process",
    },
  ];
}

/** Of the answers that were told apart, how many of the candidate's are better, the rater's errors taken out. */
function correctedShare({ pairs, rater }: RatedRecords): number {
  const decided = pairs.filter(({ baseline, candidate }) => baseline.correct !== candidate.correct);
  if (decided.length === 0) return 0.5;
  const won = decided.filter(({ candidate }) => candidate.correct === 1).length;
  return correctJudgedRate({ judged: won / decided.length, items: decided.length }, rater).rate;
}
