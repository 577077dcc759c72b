import Ajv from "ajv";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkAgainst } from "../../../../src/core/ir/json-schema.ts";
import { mismatches } from "../../../../src/core/ir/schema/mismatches.ts";
import { contractSchema, nudged, valueLike } from "../../../support/json-schemas.ts";

describe("one contract inside another", () => {
  const pairs = contractSchema.chain((given) =>
    fc.tuple(fc.constant(given), fc.oneof(nudged(given), contractSchema)),
  );

  it("holds only where every value of the one is a value of the other", () => {
    let held = 0;
    fc.assert(
      fc.property(pairs, fc.array(valueLike, { maxLength: 12 }), ([given, taken], values) => {
        if (mismatches(given, taken, "").length > 0) return;
        held += 1;
        for (const value of values.filter((one) => checkAgainst(given, one).length === 0)) {
          expect(checkAgainst(taken, value)).toEqual([]);
        }
      }),
      { numRuns: 2000 },
    );
    expect(held).toBeGreaterThan(200);
  });

  it("is never claimed where another validator finds a value that shows otherwise", () => {
    const ajv = new Ajv.Ajv({ strict: false, validateSchema: false });
    fc.assert(
      fc.property(pairs, fc.array(valueLike, { maxLength: 6 }), ([given, taken], values) => {
        if (mismatches(given, taken, "").length > 0) return;
        const [inner, outer] = [given, taken].map((one) => JSON.parse(JSON.stringify(one)));
        for (const value of values.filter((one) => ajv.validate(inner, one))) {
          expect(ajv.validate(outer, value)).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });

  it("holds for a contract and itself", () => {
    fc.assert(
      fc.property(contractSchema, (one) => {
        expect(mismatches(one, one, "")).toEqual([]);
      }),
    );
  });

  it.each([
    ["a number where an integer was", { type: "integer" }, { type: "number" }],
    ["a longer text", { type: "string", maxLength: 3 }, { type: "string", maxLength: 9 }],
    ["a bound that excludes its limit", { minimum: 2 }, { exclusiveMinimum: 1 }],
    ["a listed value that fits", { enum: [2, 3] }, { type: "integer", minimum: 1 }],
    ["one type of several", { type: "string" }, { type: ["string", "null"], minimum: 5 }],
    ["a reader's note", { type: "string" }, { type: "string", description: "what it says" }],
    [
      "further members of a narrower shape",
      { type: "object", additionalProperties: { type: "integer" } },
      { type: "object", additionalProperties: { type: "number" } },
    ],
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

  it.each([
    ["a reference", { $ref: "#/$defs/a", $defs: { a: { type: "string" } } }, { $ref: "#/$defs/a" }],
    [
      "a part that refers to another part",
      { properties: { a: { $ref: "#/properties/b" }, b: { type: "number" } } },
      { properties: { a: { $ref: "#/properties/b" }, b: {} } },
    ],
    [
      "members by pattern",
      { additionalProperties: false, patternProperties: { "^a": {} } },
      {
        additionalProperties: false,
        patternProperties: { "^a": {} },
        properties: { a: { type: "string" } },
      },
    ],
    ["a limit that is no number", { minimum: "5" }, { minimum: 1 }],
  ])("is refused for %s, which reads more than what stands beside it", (_what, given, taken) => {
    expect(mismatches(given, taken, "")).not.toEqual([]);
  });
});
