import { canonicalJson } from "../kernel/canonical-json.ts";
import { isJsonObject, type Json, type JsonObject } from "../kernel/json.ts";
import { type Pointer, pointerOf } from "../kernel/pointer.ts";

/** Where a value breaks its schema, by a pointer into the value, and the keyword that it breaks. */
export type SchemaViolation = { readonly pointer: Pointer; readonly keyword: string };

type Keyword = (argument: Json, value: Json, schema: JsonObject) => boolean;

const MAX_DEPTH = 20;

/** Keywords that judge a value by itself. Those about members and items are walked below. */
const KEYWORDS: ReadonlyMap<string, Keyword> = new Map<string, Keyword>([
  ["type", (type, value) => typeof type === "string" && isOfType(type, value)],
  ["enum", (members, value) => Array.isArray(members) && members.some(equals(value))],
  ["minimum", (least, value) => typeof value !== "number" || value >= Number(least)],
  ["maximum", (most, value) => typeof value !== "number" || value <= Number(most)],
  ["maxLength", (most, value) => typeof value !== "string" || lengthOf(value) <= Number(most)],
  ["required", (names, value) => !isJsonObject(value) || hasAll(value, names)],
  ["additionalProperties", (allowed, value, schema) => allowed === true || isClosed(value, schema)],
  ["properties", isJsonObject],
  ["items", isJsonObject],
]);

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
    if (!KEYWORDS.has(keyword)) return [child];
    if (keyword === "items") return unknownKeywords(argument, child);
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
  const broken = Object.entries(schema)
    .filter(([keyword, argument]) => KEYWORDS.get(keyword)?.(argument, value, schema) !== true)
    .map(([keyword]) => ({ pointer, keyword }));
  return [...broken, ...inMembers(schema, value, place), ...inItems(schema, value, place)];
}

function inMembers(
  schema: JsonObject,
  value: Json,
  { pointer, depth }: Place,
): readonly SchemaViolation[] {
  const properties = schema["properties"];
  if (!isJsonObject(properties) || !isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([name, member]) => {
    const inner = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (inner === undefined) return [];
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

function isOfType(type: string, value: Json): boolean {
  switch (type) {
    case "object":
      return isJsonObject(value);
    case "array":
      return Array.isArray(value);
    case "null":
      return value === null;
    case "integer":
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}

function isClosed(value: Json, schema: JsonObject): boolean {
  if (!isJsonObject(value)) return true;
  const properties = schema["properties"] ?? {};
  return Object.keys(value).every((name) => Object.hasOwn(Object(properties), name));
}

function hasAll(value: JsonObject, names: Json): boolean {
  return Array.isArray(names) && names.every((name) => Object.hasOwn(value, String(name)));
}

function equals(value: Json) {
  return (member: Json): boolean => canonicalJson(member) === canonicalJson(value);
}

/** In characters as people count them, not in UTF-16 code units. */
function lengthOf(text: string): number {
  return Array.from(text).length;
}
