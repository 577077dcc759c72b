import { accepted, refused, type Result } from "../../kernel/result.ts";
import { cohenKappa } from "../statistics/cohen-kappa.ts";
import { isInformed, type JudgeCalibration } from "../statistics/judge-correction.ts";
import type { LabelledPair } from "./labelled-pairs.ts";
import type { Preference } from "./preference.ts";

export type Examined = { readonly truth: LabelledPair["truth"]; readonly preference: Preference };

/** Fewer labelled pairs either way say too little of a rater. */
const FEWEST = 10;

/** Agreement beyond chance with the people who labelled the pairs. */
const LEAST_KAPPA = 0.6;

/**
 * Whether a rater's word counts at all. It must tell better from worse on labelled pairs (Youden's J
 * and Cohen's kappa of 0.6 or more each; a tie is an error), and must not take words for worth: of
 * wordy copies it may prefer no more than of the plain ones.
 */
export function assessRater(
  examined: readonly Examined[],
): Result<JudgeCalibration, "rater-uncalibrated" | "rater-favours-length"> {
  const count = (truth: Examined["truth"], preference: Preference): number =>
    examined.filter((one) => one.truth === truth && one.preference === preference).length;
  const rowOf = (truth: Examined["truth"]): readonly [number, number, number] => [
    count(truth, 1),
    count(truth, 0),
    count(truth, -1),
  ];
  const [better, worse, verbose] = [rowOf("better"), rowOf("worse"), rowOf("verbose")];
  const rightItems = sumOf(better);
  const wrongItems = sumOf(worse);
  if (rightItems < FEWEST || wrongItems < FEWEST) return refused("rater-uncalibrated");
  const calibration = {
    sensitivity: better[0] / rightItems,
    rightItems,
    specificity: worse[2] / wrongItems,
    wrongItems,
  };
  const kappa = cohenKappa([better, [0, 0, 0], worse]);
  if (!isInformed(calibration) || kappa < LEAST_KAPPA) return refused("rater-uncalibrated");
  return verbose[0] > verbose[2] ? refused("rater-favours-length") : accepted(calibration);
}

function sumOf(row: readonly number[]): number {
  return row.reduce((sum, value) => sum + value, 0);
}
