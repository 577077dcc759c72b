import type { TestEvidence } from "./dimension-report.ts";

/** Standard deviation of the true effects of single changes, in score points: few move a suite by more than six. */
const PRIOR = 0.03;

/** The 97.5 % point of the standard normal. */
const Z = 1.959963984540054;

/**
 * What is to be expected of an effect, given that it was looked at because it looked good: the
 * estimate drawn towards zero by how much of it may be chance (a normal prior around no effect).
 * The largest of many estimates is mostly luck, and people remember the figure that they are shown.
 */
export function shrunkEffect({
  estimate,
  lower,
  upper,
}: Pick<TestEvidence, "estimate" | "lower" | "upper">): number {
  const error = (upper - lower) / (2 * Z);
  const signal = PRIOR * PRIOR;
  return (estimate * signal) / (signal + error * error);
}
