import { isJsonObject, type Json, type JsonObject } from "../kernel/json.ts";
import { type Pointer, pointerOf } from "../kernel/pointer.ts";
import { isKnown, satisfies } from "./schema/keywords.ts";
import { memberOf } from "./schema/member-of.ts";

/** Where a value breaks its schema, by a pointer into the value, and the keyword that it breaks. */
export type SchemaViolation = { readonly pointer: Pointer; readonly keyword: string };

const MAX_DEPTH = 20;

/**
 * Checks a value against the subset of JSON Schema that contracts use. A keyword outside the subset
 * is a violation of every value: a constraint that cannot be checked must not seem to hold.
 */
export function checkAgainst(schema: Json, value: Json): readonly SchemaViolation[] {
  return violations(schema, value, { pointer: "", depth: 0 });
}

/** Keywords of a schema that `checkAgainst` cannot check, by pointer into the schema. */
export function unknownKeywords(schema: Json, pointer: Pointer = ""): readonly Pointer[] {
  if (!isJsonObject(schema)) return [pointer];
  return Object.entries(schema).flatMap(([keyword, argument]) => {
    const child = pointer + pointerOf(keyword);
    if (!isKnown(keyword, argument)) return [child];
    if (keyword === "items") return unknownKeywords(argument, child);
    if (keyword === "additionalProperties" && isJsonObject(argument)) {
      return unknownKeywords(argument, child);
    }
    if (keyword !== "properties" || !isJsonObject(argument)) return [];
    return Object.entries(argument).flatMap(([name, member]) =>
      unknownKeywords(member, child + pointerOf(name)),
    );
  });
}

type Place = { readonly pointer: Pointer; readonly depth: number };

function violations(schema: Json, value: Json, place: Place): readonly SchemaViolation[] {
  const { pointer, depth } = place;
  if (!isJsonObject(schema)) return [{ pointer, keyword: "schema" }];
  if (depth > MAX_DEPTH) return [{ pointer, keyword: "depth" }];
  const broken = Object.keys(schema)
    .filter((keyword) => !satisfies(value, keyword, schema))
    .map((keyword) => ({ pointer, keyword }));
  return [...broken, ...inMembers(schema, value, place), ...inItems(schema, value, place)];
}

/** A further member of a closed object is broken already, by `additionalProperties` itself. */
function inMembers(
  schema: JsonObject,
  value: Json,
  { pointer, depth }: Place,
): readonly SchemaViolation[] {
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([name, member]) => {
    const inner = memberOf(schema, name);
    if (inner === undefined || inner === false) return [];
    return violations(inner, member, { pointer: pointer + pointerOf(name), depth: depth + 1 });
  });
}

function inItems(
  schema: JsonObject,
  value: Json,
  { pointer, depth }: Place,
): readonly SchemaViolation[] {
  const items = schema["items"];
  if (items === undefined || !Array.isArray(value)) return [];
  return value.flatMap((item: Json, index) =>
    violations(items, item, { pointer: `${pointer}/${index}`, depth: depth + 1 }),
  );
}
