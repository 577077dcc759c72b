import * as fc from "fast-check";
import { expect, test } from "vitest";
import { evaluateWhen } from "../../../src/core/ir/evaluate-when.ts";
import { parseWhen } from "../../../src/core/ir/parse-when.ts";
import { fieldsOf } from "../../../src/core/ir/when-expression.ts";

const scopes = {
  out: new Map(Object.entries({ score: 0.7, mood: "glad", list: [1] })),
  state: new Map(Object.entries({ tries: 2, done: false, gone: null })),
  parameters: new Map(Object.entries({ least: 0.5 })),
};

function truthOf(text: string): boolean | undefined {
  const parsed = parseWhen(text);
  if (!parsed.ok) throw new Error(`${parsed.refusal.problem} at ${parsed.refusal.at}`);
  return evaluateWhen(parsed.value, scopes);
}

test.each([
  ["out.score >= parameters.least", true],
  ["out.score<parameters.least", false],
  ["out.mood == 'glad'", true],
  ["out.mood != 'sad' && state.tries > 1", true],
  ["state.tries == 1 || state.tries == 2", true],
  ["!state.done", true],
  ["!(state.tries >= 2) || false", false],
  ["state.gone == null", true],
  ["true || false && false", true],
  ["(true || false) && false", false],
  ["-1 < 0.5", true],
])("%s is %s", (text, truth) => {
  expect(truthOf(text)).toBe(truth);
});

test.each([
  "out.missing > 1",
  "!(out.missing > 1)",
  "out.mood > 1",
  "out.mood < 'z'",
  "out.list == 1",
  "out.score",
  "!out.score",
  "out.missing == out.missing",
  "true && out.missing",
  "false || out.missing",
])("%s cannot be told, and so does not hold", (text) => {
  expect(truthOf(text)).toBeUndefined();
});

test.each([
  ["false && out.missing > 1", false],
  ["out.missing > 1 && false", false],
  ["out.missing > 1 || true", true],
])("%s is settled by its other side", (text, truth) => {
  expect(truthOf(text)).toBe(truth);
});

test.each([
  ["", "operand-missing", 0],
  ["out.a >", "operand-missing", 7],
  ["out.a = 1", "unknown-character", 5],
  ["env.HOME == 'x'", "unknown-name", 0],
  ["out", "unknown-name", 0],
  ["out.a.b == 1", "unknown-character", 5],
  ["(out.a == 1", "open-bracket", 11],
  ["out.a == 1 1", "unexpected", 10],
  ["out.a == 1 == 2", "unexpected", 10],
  ["run(out.a)", "unknown-name", 0],
  [`${"!".repeat(30)}true`, "too-deep", 21],
  ["out.a == '".padEnd(600, "x"), "too-long", 500],
])("%j is refused: %s", (text, problem, at) => {
  expect(parseWhen(text)).toEqual({ ok: false, refusal: { at, problem } });
});

test("every field that a condition reads is named", () => {
  const parsed = parseWhen("!(out.a > parameters.b) && state.c == 'd' || true");
  if (!parsed.ok) throw new Error("refused");
  expect(fieldsOf(parsed.value).map(({ scope, name }) => `${scope}.${name}`)).toEqual([
    "out.a",
    "parameters.b",
    "state.c",
  ]);
});

test("no text makes reading or judging a condition throw", () => {
  const parts = fc.constantFrom(
    "out.a",
    "state.tries",
    "1",
    "'x'",
    "&&",
    "||",
    "!",
    "(",
    ")",
    "<",
    "==",
    " ",
    "?",
  );
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 12 }), (tokens) => {
      const parsed = parseWhen(tokens.join(" "));
      if (parsed.ok) expect([true, false, undefined]).toContain(evaluateWhen(parsed.value, scopes));
      else expect(parsed.refusal.at).toBeGreaterThanOrEqual(0);
    }),
    { numRuns: 1000 },
  );
});
