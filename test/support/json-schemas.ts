import * as fc from "fast-check";
import { isJsonObject, type Json } from "../../src/core/kernel/json.ts";

const name = fc.constantFrom("a", "b", "c");
const count = fc.integer({ min: 0, max: 3 });
const limit = fc.integer({ min: -2, max: 2 });
const typeName = fc.constantFrom(
  "object",
  "array",
  "string",
  "number",
  "integer",
  "boolean",
  "null",
);

const scalar: fc.Arbitrary<Json> = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom<Json>("", "a", "abc", true, null, 0.5),
);

const keywords = (inner: fc.Arbitrary<Json>) => ({
  type: fc.oneof(typeName, fc.uniqueArray(typeName, { minLength: 1, maxLength: 3 })),
  required: fc.uniqueArray(name),
  additionalProperties: fc.oneof(fc.boolean(), inner),
  properties: fc.dictionary(name, inner, { noNullPrototype: true }),
  items: inner,
  enum: fc.uniqueArray(scalar, { minLength: 1, maxLength: 4 }),
  const: scalar,
  minimum: limit,
  maximum: limit,
  exclusiveMinimum: limit,
  exclusiveMaximum: limit,
  minLength: count,
  maxLength: count,
  minItems: count,
  maxItems: count,
});

function schemaOf(inner: fc.Arbitrary<Json>): fc.Arbitrary<Json> {
  return fc.record<{ readonly [keyword: string]: Json }>(keywords(inner), {
    requiredKeys: [],
    noNullPrototype: true,
  });
}

/** Contracts over a few names and small numbers, so that two of them have something in common. */
export const contractSchema: fc.Arbitrary<Json> = schemaOf(
  fc.oneof(
    fc.constant<Json>({}),
    schemaOf(fc.oneof(fc.constant<Json>({}), schemaOf(fc.constant({})))),
  ),
);

/** The same schema with one keyword taken away, or of another argument, or added. */
export function nudged(schema: Json): fc.Arbitrary<Json> {
  if (!isJsonObject(schema)) return fc.constant(schema);
  const names = Object.keys(schema);
  const added = contractSchema.map((other): Json => {
    const [first] = isJsonObject(other) ? Object.entries(other) : [];
    return first === undefined ? schema : { ...schema, [first[0]]: first[1] };
  });
  if (names.length === 0) return added;
  const without = fc.constantFrom(...names).map((gone): Json => {
    const { [gone]: _gone, ...rest } = schema;
    return rest;
  });
  return fc.oneof(without, added);
}

export const valueLike: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    scalar,
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(name, tie("value"), { noNullPrototype: true, maxKeys: 3 }),
  ),
})).value;
