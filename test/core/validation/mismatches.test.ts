import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkAgainst } from "../../../src/core/ir/json-schema.ts";
import type { Json } from "../../../src/core/kernel/json.ts";
import { mismatches } from "../../../src/core/validation/contracts/mismatches.ts";

const leaf: fc.Arbitrary<Json> = fc.oneof(
  fc.record({ type: fc.constantFrom("string", "number", "integer", "boolean") }),
  fc.record({ type: fc.constant("number"), minimum: fc.integer({ min: 0, max: 3 }) }),
  fc.record({ type: fc.constant("integer"), maximum: fc.integer({ min: 0, max: 3 }) }),
  fc.record({ type: fc.constant("string"), maxLength: fc.integer({ min: 0, max: 3 }) }),
  fc.record({ enum: fc.subarray(["a", "b", 1], { minLength: 1 }) }),
  fc.record({ type: fc.constant("array"), items: fc.constant({ type: "string" }) }),
);

const schema: fc.Arbitrary<Json> = fc
  .record(
    {
      required: fc.subarray(["x", "y"]),
      additionalProperties: fc.boolean(),
      properties: fc.dictionary(fc.constantFrom("x", "y"), leaf, { maxKeys: 2 }),
    },
    { requiredKeys: ["properties"] },
  )
  .map((members): Json => ({ type: "object", ...members }));

const value: fc.Arbitrary<Json> = fc.dictionary(
  fc.constantFrom("x", "y", "z"),
  fc.oneof(
    fc.integer({ min: -1, max: 4 }),
    fc.constantFrom("", "a", "b", "abcd", 1.5),
    fc.boolean(),
    fc.constant(["a"]),
    fc.constant([1]),
  ),
);

describe("one contract inside another", () => {
  it("holds only where every value of the one is a value of the other", () => {
    fc.assert(
      fc.property(schema, schema, value, (given, taken, one) => {
        const isInside = mismatches(given, taken, "").length === 0;
        const isGiven = checkAgainst(given, one).length === 0;

        expect(!isInside || !isGiven || checkAgainst(taken, one).length === 0).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  it("holds for a contract and itself", () => {
    fc.assert(
      fc.property(schema, (one) => {
        expect(mismatches(one, one, "")).toEqual([]);
      }),
    );
  });

  it.each([
    ["a number where an integer was", { type: "integer" }, { type: "number" }],
    ["a longer text", { type: "string", maxLength: 3 }, { type: "string", maxLength: 9 }],
    ["one word more", { enum: ["a"] }, { enum: ["b", "a"] }],
    [
      "an optional member more",
      { type: "object", additionalProperties: false, properties: {} },
      { type: "object", properties: { x: { type: "string" } } },
    ],
  ])("holds for %s", (_what, given, taken) => {
    expect(mismatches(given, taken, "")).toEqual([]);
  });

  it("refuses keywords that it does not know, unless they are equal", () => {
    const patterned = { type: "string", pattern: "x" };

    expect(mismatches({ type: "string" }, patterned, "/a")).toEqual([
      { pointer: "/a/pattern", keyword: "pattern" },
    ]);
    expect(mismatches(patterned, patterned, "")).toEqual([]);
  });
});
