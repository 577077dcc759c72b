import { isImpossible } from "./marked-items.ts";
import type { Figure } from "./statistics/unit-differences.ts";

/** Right answers on the items that can be answered. */
export const rightness: Figure = (pair) =>
  isImpossible(pair)
    ? undefined
    : { baseline: pair.baseline.correct, candidate: pair.candidate.correct };
