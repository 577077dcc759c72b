import type { TestEvidence } from "../dimension-report.ts";
import { USUAL } from "./bet-grid.ts";
import { eValueOver } from "./e-process.ts";
import { minimumDetectableEffect } from "./minimum-detectable-effect.ts";
import { pairedMean } from "./paired-mean.ts";

/** What is to be refuted: `nullMean` by good differences, `reverseMean` by bad ones. */
export type Hypotheses = {
  readonly nullMean: number;
  readonly reverseMean: number;
  /** Where the evidence becomes enough, for the minimum detectable effect. */
  readonly bar: number;
};

/**
 * Tests paired differences both ways at the end of the run. The reverse test asks whether the mean
 * is at least `reverseMean`, by betting on the differences with their sign turned.
 */
export function testDifferences(
  differences: readonly number[],
  { nullMean, reverseMean, bar }: Hypotheses,
): TestEvidence {
  const { mean, lower, upper, n } = pairedMean(differences);
  const reversed = differences.map((difference) => -difference);
  return {
    kind: "test",
    estimate: mean,
    lower,
    upper,
    nullMean,
    eValue: eValueOver(differences, nullMean, USUAL),
    reverseMean,
    reverseEValue: eValueOver(reversed, -reverseMean, USUAL),
    n,
    minimumDetectableEffect: minimumDetectableEffect(n, bar),
  };
}
