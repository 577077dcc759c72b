import { describe, expect, it } from "vitest";
import { sampleValue } from "../../../src/core/evaluation/sample-value.ts";
import { checkAgainst } from "../../../src/core/ir/json-schema.ts";
import type { Json } from "../../../src/core/kernel/json.ts";

describe("the smoke case's value", () => {
  it.each<Json>([
    { const: "only this" },
    { type: "string", minLength: 12 },
    { type: "string", minLength: 7, maxLength: 8 },
    { type: ["string", "null"] },
    { type: ["integer", "null"], minimum: 3 },
    { type: "number", minimum: 0.1, maximum: 0.9 },
    { type: "number", exclusiveMinimum: 0, exclusiveMaximum: 1 },
    { type: "integer", exclusiveMinimum: 4, maximum: 5 },
    { type: "integer", exclusiveMaximum: -3 },
    { type: "array", minItems: 3, items: { type: "number" } },
    { type: "array", maxItems: 0 },
    { type: "integer", enum: ["one", 2] },
    { minimum: 5 },
    { minLength: 3 },
    { required: ["who"], properties: { who: { minLength: 9 } } },
    { type: "object", required: ["who"], additionalProperties: { type: "integer", minimum: 2 } },
  ])("satisfies %j", (schema) => {
    expect(checkAgainst(schema, sampleValue(schema))).toEqual([]);
  });

  it("is found in no time for a schema that nests without end, or that nothing satisfies", () => {
    let deep: Json = { type: "string" };
    for (let level = 0; level < 30; level += 1) {
      deep = { type: "object", properties: { left: deep, right: { type: "null" } } };
    }
    expect(sampleValue(deep)).toMatchObject({ right: null });
    expect(sampleValue({ type: "integer", minimum: 3, maximum: 2 })).not.toBeUndefined();
  });
});
