import Ajv from "ajv";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { checkAgainst, unknownKeywords } from "../../../src/core/ir/json-schema.ts";
import type { Json } from "../../../src/core/kernel/json.ts";
import { contractSchema, valueLike } from "../../support/json-schemas.ts";

test.each<readonly [Json, Json, readonly string[]]>([
  [{ type: "object", required: ["a"] }, {}, [" required"]],
  [
    { type: "object", additionalProperties: false, properties: { a: {} } },
    { a: 1, b: 2 },
    [" additionalProperties"],
  ],
  [{ properties: { a: { type: "string" } } }, { a: 1 }, ["/a type"]],
  [{ items: { maximum: 2 } }, [1, 3], ["/1 maximum"]],
  [{ type: "integer" }, 1.5, [" type"]],
  [{ type: "number" }, "1", [" type"]],
  [{ type: "null" }, null, []],
  [{ enum: ["a", { b: 1 }] }, { b: 1 }, []],
  [{ enum: ["a"] }, "b", [" enum"]],
  [{ maxLength: 2 }, "😀😀", []],
  [{ maxLength: 2 }, "abc", [" maxLength"]],
  [{ minimum: 0 }, -1, [" minimum"]],
  [{ properties: { toString: { type: "string" } } }, {}, []],
  [{ required: ["toString"] }, {}, [" required"]],
  [{ pattern: "a" }, "a", [" pattern"]],
  [{ $ref: "schemas/a.json" }, "a", [" $ref"]],
  [{ type: ["string", "null"] }, "a", []],
  [{ type: ["string", "text"] }, "a", [" type"]],
  [{ minimum: "0" }, 1, [" minimum"]],
  [{ additionalProperties: { type: "string" } }, { a: 1 }, ["/a type"]],
  [{ description: "a note" }, 1, []],
  [{ required: "a" }, { a: 1 }, [" required"]],
  [true, 1, [" schema"]],
])("%j of %j is broken at %j", (schema, value, expected) => {
  const violations = checkAgainst(schema, value);
  expect(violations.map(({ pointer, keyword }) => `${pointer} ${keyword}`)).toEqual(expected);
});

test("keywords that cannot be checked are named where they stand", () => {
  const schema = {
    type: "object",
    properties: { a: { pattern: "x" }, b: { items: { format: "y" } } },
    oneOf: [],
  };
  expect(unknownKeywords(schema)).toEqual([
    "/properties/a/pattern",
    "/properties/b/items/format",
    "/oneOf",
  ]);
});

test("a value breaks its schema exactly when another validator says so", () => {
  const ajv = new Ajv.Ajv({ strict: false, validateSchema: false });
  fc.assert(
    fc.property(contractSchema, valueLike, (one, other) => {
      const isValid = ajv.validate(JSON.parse(JSON.stringify(one)), other);
      expect(checkAgainst(one, other).length === 0).toBe(isValid);
    }),
    { numRuns: 300 },
  );
});
