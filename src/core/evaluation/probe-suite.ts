import { canonicalJson } from "../kernel/canonical-json.ts";
import { isJsonObject, type Json, type JsonObject } from "../kernel/json.ts";
import type { SuiteItem } from "../ir/parse-suite.ts";
import { isRight } from "./measure-answer.ts";
import { answerTo } from "./meets-text-rule.ts";
import type { SuiteName } from "./suite.ts";

/** Share of items that each agent without any skill gets right; of chance, the expected share. */
export type ProbedSuite = {
  readonly suite: SuiteName;
  readonly nothing: number;
  readonly empty: number;
  readonly random: number;
  /** Of the suite's items, how many other inputs they repeat: each other's, or a shown suite's. */
  readonly repeated?: number;
};

/** Chance is averaged over so many different answers of the suite; more would change little. */
const MOST_ANSWERS = 50;

/** Share of items that may repeat an input before the suite counts as no witness of its own. */
const TOLERATED_REPEATS = 0.5;

/**
 * Lets three agents without skill take a suite before anyone else does. A suite that they pass
 * measures nothing: `{}` for every item, empty text in every expected member, and any of the
 * suite's answers with equal chance.
 */
export function probeSuite(
  suite: SuiteName,
  items: readonly SuiteItem[],
  shown: readonly SuiteItem[] = [],
): ProbedSuite {
  const graded = items.filter((item) => (item.expected ?? item.requires) !== undefined);
  const answers = distinctAnswers(graded).slice(0, MOST_ANSWERS);
  const shares = answers.map((answer) => shareRight(graded, () => answer));
  return {
    suite,
    nothing: shareRight(graded, () => ({})),
    empty: shareRight(graded, emptied),
    random: shares.reduce((sum, share) => sum + share, 0) / Math.max(1, shares.length),
    repeated: shareRepeated(items, shown),
  };
}

/** Two suites of the same inputs, and one input asked many times, are one signal and no more. */
export function isOneSignal({ repeated = 0 }: ProbedSuite): boolean {
  return repeated > TOLERATED_REPEATS;
}

/** Nothing and empty may get next to nothing right; chance may not get more than half. */
export function isAtFloor(probe: ProbedSuite): boolean {
  return probe.nothing <= 0.02 && probe.empty <= 0.02 && probe.random <= 0.5;
}

function shareRepeated(items: readonly SuiteItem[], shown: readonly SuiteItem[]): number {
  const known = new Set(shown.map(({ input }) => canonicalJson(input)));
  let repeats = 0;
  for (const { input } of items) {
    const text = canonicalJson(input);
    if (known.has(text)) repeats += 1;
    known.add(text);
  }
  return items.length === 0 ? 0 : repeats / items.length;
}

function shareRight(items: readonly SuiteItem[], answer: (item: SuiteItem) => JsonObject): number {
  const right = items.filter((item) => isRight(item, answer(item))).length;
  return items.length === 0 ? 0 : right / items.length;
}

function emptied({ expected, requires = [] }: SuiteItem): JsonObject {
  const members = isJsonObject(expected) ? Object.keys(expected) : [];
  const names = [...members, ...requires.map(({ member }) => member)];
  return Object.fromEntries(names.map((name): [string, Json] => [name, ""]));
}

function distinctAnswers(items: readonly SuiteItem[]): readonly JsonObject[] {
  const answers = new Map<string, JsonObject>();
  for (const { expected, requires } of items) {
    if (!isJsonObject(expected) && requires === undefined) continue;
    const texts = requires?.map((rule): [string, Json] => [rule.member, answerTo(rule)]) ?? [];
    const answer = { ...Object.fromEntries(texts), ...(isJsonObject(expected) ? expected : {}) };
    answers.set(JSON.stringify(answer), answer);
  }
  return [...answers.values()];
}
