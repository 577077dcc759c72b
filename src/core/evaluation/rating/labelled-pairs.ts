import type { SuiteItem } from "../../ir/parse-suite.ts";
import { sha256Hex } from "../../kernel/digest.ts";
import type { Comparison } from "./plan-comparison.ts";
import { labelOf } from "./rubric-item.ts";

/** A comparison whose right answer is known. */
export type LabelledPair = {
  readonly id: string;
  readonly comparison: Comparison;
  /** `verbose`: the candidate says what the baseline says, in more words. */
  readonly truth: "better" | "worse" | "verbose";
};

/** Controls for length; more would cost and tell little. */
const MOST_CONTROLS = 20;

/**
 * What the rater is examined on: in half of the pairs, drawn by their digest, the candidate holds
 * the better answer, in the others the worse one. Beside them stand wordy copies that add nothing.
 * Nothing where an item is no labelled pair.
 */
export function labelledPairs(items: readonly SuiteItem[]): readonly LabelledPair[] | undefined {
  const labels = items.flatMap(({ id, input, ...item }) => {
    const label = labelOf({ id, input, ...item });
    return label === undefined ? [] : [{ id, input, label }];
  });
  if (labels.length !== items.length) return undefined;
  const shuffled = labels
    .map((one) => ({ ...one, place: sha256Hex(one.id) }))
    .sort((left, right) => (left.place < right.place ? -1 : 1));
  const pairs = shuffled.map(({ id, input, label }, at): LabelledPair => {
    const { rubric, better, worse } = label;
    const sides =
      at % 2 === 0
        ? { baseline: worse, candidate: better }
        : { baseline: better, candidate: worse };
    return {
      id: `label/${id}`,
      comparison: { rubric, input, ...sides },
      truth: at % 2 === 0 ? "better" : "worse",
    };
  });
  const controls = shuffled.slice(0, MOST_CONTROLS).map(({ id, input, label }): LabelledPair => {
    const { rubric, better } = label;
    const comparison = { rubric, input, baseline: better, candidate: inMoreWords(better) };
    return { id: `verbose/${id}`, comparison, truth: "verbose" };
  });
  return [...pairs, ...controls];
}

function inMoreWords(text: string): string {
  return `Thank you for your message, which I have read with care before answering it. ${text} To put the same once more, so that it is quite clear: ${text} I hope that this answers what was asked, and that nothing was left open.`;
}
