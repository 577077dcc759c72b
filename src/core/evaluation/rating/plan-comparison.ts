import type { ModelMessage } from "../../ir/model-question.ts";
import { canonicalJson } from "../../kernel/canonical-json.ts";
import { sha256Hex } from "../../kernel/digest.ts";
import type { Json } from "../../kernel/json.ts";
import { quote } from "../../kernel/quote.ts";
import { accepted, refused, type Result } from "../../kernel/result.ts";
import { INSTRUCTIONS } from "./instructions.ts";

/** Two answers to one input, and what they are compared by. */
export type Comparison = {
  readonly rubric: string;
  readonly input: Json;
  readonly baseline: string;
  readonly candidate: string;
};

export type Arm = "baseline" | "candidate";

/** One question to the rater, with the names under which it finds the two answers in it. */
export type RatingCall = {
  readonly messages: readonly ModelMessage[];
  readonly names: Readonly<Record<Arm, string>>;
};

/** Characters of one question: a longer answer was not read, and is not rated. */
const MOST_CHARACTERS = 100_000;

/**
 * Two questions about the same two answers, the second in the reverse order and under other names.
 * `random` must be unguessable: it draws order, names and marks, so that no answer can be written
 * to close its quotation or to say which of the two it is. Nothing of the pull request is in it.
 */
export function planComparison(
  comparison: Comparison,
  random: string,
): Result<readonly [RatingCall, RatingCall], "rater-question-too-large"> {
  const drawn = (name: string): string => sha256Hex(`${random}/${name}`);
  const order: readonly Arm[] =
    drawn("order") < "8" ? ["baseline", "candidate"] : ["candidate", "baseline"];
  const first = callOf(comparison, order, (name) => drawn(`1/${name}`));
  const second = callOf(comparison, order.toReversed(), (name) => drawn(`2/${name}`));
  const longest = Math.max(...[first, second].map(lengthOf));
  return longest > MOST_CHARACTERS
    ? refused("rater-question-too-large")
    : accepted([first, second]);
}

function callOf(
  comparison: Comparison,
  order: readonly Arm[],
  drawn: (name: string) => string,
): RatingCall {
  const nonce = drawn("marks").slice(0, 32);
  const marks = { open: `[[${nonce}:`, close: `:${nonce}]]` };
  const nameOf = (arm: Arm): string => `a${drawn(arm).slice(0, 10)}`;
  const text = canonicalJson({
    marks: [marks.open, marks.close],
    rubric: comparison.rubric,
    input: quote(comparison.input, marks),
    answers: order.map((arm) => ({ answer: nameOf(arm), text: quote(comparison[arm], marks) })),
  });
  return {
    messages: [
      { role: "system", text: INSTRUCTIONS },
      { role: "user", text },
    ],
    names: { baseline: nameOf("baseline"), candidate: nameOf("candidate") },
  };
}

function lengthOf({ messages }: RatingCall): number {
  return messages.reduce((sum, { text }) => sum + text.length, 0);
}
