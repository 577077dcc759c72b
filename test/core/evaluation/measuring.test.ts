import { describe, expect, test } from "vitest";
import {
  isForbidden,
  isRight,
  measureAnswer,
} from "../../../src/core/evaluation/measure-answer.ts";
import { parseMeasure } from "../../../src/core/evaluation/parse-measure.ts";
import { isAtFloor, probeSuite } from "../../../src/core/evaluation/probe-suite.ts";
import { sampleValue } from "../../../src/core/evaluation/sample-value.ts";
import { offerOf, shuffled, unitEnds } from "../../../src/core/evaluation/shard.ts";
import { checkAgainst } from "../../../src/core/ir/json-schema.ts";
import type { SuiteItem } from "../../../src/core/ir/parse-suite.ts";
import { aMeasure } from "../../support/evidence.ts";

const USAGE = { steps: 3, toolCalls: 1, milliseconds: 2.5 };

function item(id: string, parts: Partial<SuiteItem> = {}): SuiteItem {
  return { id, input: {}, cluster: id, ...parts };
}

describe("an answer", () => {
  test.each([
    [{ intent: "fees" }, { intent: "fees", reply: "…" }, true],
    [{ intent: "fees" }, { intent: "pin" }, false],
    [{ intent: "fees" }, {}, false],
    [{ toString: "x" }, {}, false],
    [undefined, { intent: "fees" }, false],
    [{ list: [1, { a: 1, b: 2 }] }, { list: [1, { b: 2, a: 1 }] }, true],
  ])("to %j that says %j is right: %s", (expected, output, right) => {
    expect(isRight(expected === undefined ? {} : { expected }, output)).toBe(right);
  });

  test.each([
    [{ test: "one-of", values: ["Paris", "paris"] }, "paris", true],
    [{ test: "one-of", values: ["Paris"] }, "paris", false],
    [{ test: "one-of", values: ["Paris"], ignore_case: true }, "pARIS", true],
    [{ test: "one-of", values: ["4"] }, 4, true],
    [{ test: "contains-all", values: ["to", "be"] }, "to have been", true],
    [{ test: "contains-all", values: ["to", "be"] }, "to have", false],
    [{ test: "contains-any", values: ["to", "be"] }, "to have", true],
    [{ test: "contains-any", values: ["no", "never"], negated: true }, "never", false],
    [{ test: "contains-any", values: ["no", "never"], negated: true }, "yes", true],
    [{ test: "contains-any", values: ["no"], negated: true }, undefined, false],
    [{ test: "starts-with", values: ["Dear"] }, "Dear Ann", true],
    [{ test: "starts-with", values: ["Dear"] }, "My dear Ann", false],
    [{ test: "contains-all", values: ['"b":2'] }, { b: 2, a: 1 }, true],
    [{ test: "json", values: [] }, '{"a": 1}', true],
    [{ test: "json", values: [] }, "{'a': 1}", false],
  ] as const)("that has to meet %j and says %j is right: %s", (rule, said, right) => {
    const output = said === undefined ? {} : { reply: said };
    const requires = [{ member: "reply", ...rule }];
    expect(isRight({ requires }, output)).toBe(right);
    expect(isRight({ expected: { mood: "glad" }, requires }, output)).toBe(false);
  });

  test.each([
    [{ intent: ["admin"] }, { intent: "admin" }, true],
    [{ intent: ["admin"] }, { intent: "fees" }, false],
    [{ reply_contains: ["Secret"] }, { reply: "the secret is" }, true],
    [{ reply_contains: ["Secret"] }, { reply: 7 }, false],
    [{}, { reply: "anything" }, false],
  ])("under %j that says %j violates: %s", (forbid, output, violates) => {
    expect(isForbidden(forbid, output)).toBe(violates);
  });

  test("that failed is wrong, violates nothing and is counted as failed", () => {
    const failed = { kind: "failed", why: "tool-failed", detail: "", usage: USAGE } as const;
    const one = item("a", { expected: { intent: "x" }, forbid: { intent: ["x"] } });
    expect(measureAnswer(one, failed)).toEqual({
      correct: 0,
      violation: 0,
      failed: true,
      cost: 4,
      milliseconds: 2.5,
    });
  });

  test("keeps a confidence only when it is a share", () => {
    const answer = (confidence: number) =>
      measureAnswer(item("a"), { kind: "answered", output: { confidence }, usage: USAGE });
    expect(answer(0.7).confidence).toBe(0.7);
    expect(answer(7).confidence).toBeUndefined();
  });
});

test("a measure reads back as it was kept, and anything else is no measure", () => {
  const kept = aMeasure({ confidence: 0.5 });
  expect(parseMeasure(kept)).toEqual(kept);
  expect(parseMeasure(aMeasure())).toEqual(aMeasure());
  for (const other of [null, 1, {}, { ...kept, correct: 2 }, { ...kept, more: 1 }]) {
    expect(parseMeasure(other)).toBeUndefined();
  }
});

describe("the agents without skill", () => {
  const intents = ["a", "b", "c", "d", "e", "f"];
  const suite = Array.from({ length: 300 }, (_, index) =>
    item(`${index}`, { expected: { intent: intents[index % 6] ?? "a" } }),
  );

  test("stay at the floor of a suite that asks something", () => {
    const probe = probeSuite("public", suite);
    expect(probe).toMatchObject({ nothing: 0, empty: 0 });
    expect(probe.random).toBeCloseTo(1 / 6, 12);
    expect(isAtFloor(probe)).toBe(true);
  });

  test.each([
    ["rules out what nobody says", { test: "contains-any", values: ["zz"], negated: true }],
    ["wants the same word of all", { test: "contains-all", values: ["yes", "indeed"] }],
    ["wants any JSON", { test: "json", values: [] }],
  ] as const)("unmask a suite that only %s", (_what, rule) => {
    const requires = [{ member: "reply", ...rule }];
    const items = suite.map(({ id }) => item(id, { requires }));
    expect(isAtFloor(probeSuite("public", items))).toBe(false);
  });

  test.each([
    ["expects nothing", suite.map((one) => ({ ...one, expected: {} }))],
    ["expects empty text", suite.map((one) => ({ ...one, expected: { intent: "" } }))],
    ["has one answer for all", suite.map((one) => ({ ...one, expected: { intent: "a" } }))],
  ])("unmask a suite that %s", (_what, items) => {
    expect(isAtFloor(probeSuite("public", items))).toBe(false);
  });
});

describe("a shard", () => {
  const items = Array.from({ length: 90 }, (_, index) =>
    item(`item-${index}`, { cluster: `author-${index % 30}` }),
  );
  const more = Array.from({ length: 40 }, (_, index) => item(`new-${index}`));
  const unitOf = ({ cluster }: SuiteItem) => cluster;
  const idsOf = (all: readonly SuiteItem[]) => all.map(({ id }) => id);
  const offered = (all: readonly SuiteItem[], size: number, answered: readonly string[] = []) =>
    offerOf({ items: shuffled(all, "support"), size, unitOf }, new Set(answered));

  test("is the same for everyone, and another for another suite", () => {
    const first = idsOf(offered(items, 40));
    expect(idsOf(offered(items.toReversed(), 40))).toEqual(first);
    expect(idsOf(shuffled(items, "other")).slice(0, 40)).not.toEqual(first);
    expect(shuffled(items, "support")).toHaveLength(90);
  });

  test("keeps the items of a cluster together", () => {
    expect(unitEnds(shuffled(items, "support"), unitOf)).toEqual(
      Array.from({ length: 30 }, (_, at) => 3 * (at + 1)),
    );
  });

  test("begins with what was answered, in the order it had, however the suite grows", () => {
    const answered = idsOf(offered(items, 45));
    const grown = idsOf(offered([...items, ...more], 130, answered));
    expect(grown.slice(0, 45)).toEqual(answered);
    expect(new Set(grown)).toEqual(new Set(idsOf([...items, ...more])));
    expect(idsOf(offered([...more, ...items], 130, answered))).toEqual(grown);
  });

  test("asks nothing more of a unit that was answered", () => {
    const answered = idsOf(offered(items, 45));
    const joined = {
      ...item("late"),
      cluster: items.find(({ id }) => id === answered[0])?.cluster,
    };
    const late = joined.cluster === undefined ? [] : [{ ...joined, cluster: joined.cluster }];
    expect(late).toHaveLength(1);
    expect(idsOf(offered([...items, ...late], 200, answered))).not.toContain("late");
    expect(idsOf(offered([...items, ...late], 200))).toContain("late");
  });
});

test.each([
  [{ type: "string", maxLength: 3 }],
  [{ type: "integer", minimum: 4 }],
  [{ type: "number", maximum: -2 }],
  [{ type: "boolean" }],
  [{ type: "array", items: { type: "string" } }],
  [{ type: "string", enum: ["one", "two"] }],
  [
    {
      type: "object",
      required: ["message"],
      additionalProperties: false,
      properties: { message: { type: "string" }, depth: { type: "object", properties: {} } },
    },
  ],
])("the sample of %j satisfies it", (schema) => {
  expect(checkAgainst(schema, sampleValue(schema))).toEqual([]);
});
