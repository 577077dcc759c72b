import { isJsonObject, type Json, type JsonObject } from "../kernel/json.ts";
import type { SuiteItem } from "../ir/parse-suite.ts";
import { sha256 } from "../kernel/digest.ts";
import { isRight } from "./measure-answer.ts";
import type { SuiteName } from "./suite.ts";

/** Share of items that each agent without any skill gets right. */
export type ProbedSuite = {
  readonly suite: SuiteName;
  readonly nothing: number;
  readonly empty: number;
  readonly random: number;
};

/**
 * Lets three agents without skill take a suite before anyone else does. A suite that they pass
 * measures nothing: `{}` for every item, empty text in every expected member, and an answer drawn
 * from all answers of the suite by a fixed hash of the item.
 */
export function probeSuite(suite: SuiteName, items: readonly SuiteItem[]): ProbedSuite {
  const graded = items.filter((item) => item.expected !== undefined);
  const answers = distinctAnswers(graded);
  return {
    suite,
    nothing: shareRight(graded, () => ({})),
    empty: shareRight(graded, (item) => emptied(item.expected)),
    random: shareRight(graded, (item) => answers[draw(item.id, answers.length)] ?? {}),
  };
}

/** Nothing and empty may get next to nothing right; chance may not get most. */
export function isAtFloor(probe: ProbedSuite): boolean {
  return probe.nothing <= 0.02 && probe.empty <= 0.02 && probe.random <= 0.6;
}

function shareRight(items: readonly SuiteItem[], answer: (item: SuiteItem) => JsonObject): number {
  const right = items.filter((item) => isRight(item.expected, answer(item))).length;
  return items.length === 0 ? 0 : right / items.length;
}

function emptied(expected: Json | undefined): JsonObject {
  if (!isJsonObject(expected)) return {};
  return Object.fromEntries(Object.keys(expected).map((name): [string, Json] => [name, ""]));
}

function distinctAnswers(items: readonly SuiteItem[]): readonly JsonObject[] {
  const answers = new Map<string, JsonObject>();
  for (const { expected } of items) {
    if (isJsonObject(expected)) answers.set(JSON.stringify(expected), expected);
  }
  return [...answers.values()];
}

function draw(id: string, count: number): number {
  const [high = 0, middle = 0, low = 0] = sha256(`probe:${id}`);
  return count === 0 ? 0 : (high * 65_536 + middle * 256 + low) % count;
}
