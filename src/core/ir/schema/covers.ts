import type { Json, JsonObject } from "../../kernel/json.ts";
import { isAmong, isAnnotation, isEqual, TYPES, typesOf } from "./keywords.ts";

/** Says whether whatever the given schema lets through satisfies the keyword with this argument. */
type Rule = (given: JsonObject, argument: Json) => boolean;

const isAtLeast = (bound: Json | undefined, limit: Json): boolean =>
  typeof bound === "number" && bound >= Number(limit);
const isAtMost = (bound: Json | undefined, limit: Json): boolean =>
  typeof bound === "number" && bound <= Number(limit);
const isAbove = (bound: Json | undefined, limit: Json): boolean =>
  typeof bound === "number" && bound > Number(limit);
const isBelow = (bound: Json | undefined, limit: Json): boolean =>
  typeof bound === "number" && bound < Number(limit);

const RULES: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ["type", (given, types) => typesLeft(given).every((type) => isOneOf(type, typesOf(types)))],
  [
    "enum",
    ({ enum: given }, members) => listOf(given)?.every((one) => isAmong(members, one)) ?? false,
  ],
  [
    "minimum",
    (given, least) =>
      isAtLeast(given["minimum"], least) || isAtLeast(given["exclusiveMinimum"], least),
  ],
  [
    "maximum",
    (given, most) => isAtMost(given["maximum"], most) || isAtMost(given["exclusiveMaximum"], most),
  ],
  [
    "exclusiveMinimum",
    (given, limit) =>
      isAtLeast(given["exclusiveMinimum"], limit) || isAbove(given["minimum"], limit),
  ],
  [
    "exclusiveMaximum",
    (given, limit) =>
      isAtMost(given["exclusiveMaximum"], limit) || isBelow(given["maximum"], limit),
  ],
  ["minLength", ({ minLength }, least) => isAtLeast(minLength, least)],
  ["maxLength", ({ maxLength }, most) => isAtMost(maxLength, most)],
  ["minItems", ({ minItems }, least) => isAtLeast(minItems, least)],
  ["maxItems", ({ maxItems }, most) => isAtMost(maxItems, most)],
  [
    "required",
    ({ required }, names) => listOf(names)?.every((name) => isAmong(required, name)) ?? false,
  ],
]);

/** The only type whose values a keyword judges; the others satisfy it whatever it says. */
const JUDGES: ReadonlyMap<string, string> = new Map([
  ...["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"].map(of("number")),
  ...["minLength", "maxLength"].map(of("string")),
  ...["minItems", "maxItems", "items"].map(of("array")),
  ...["required", "properties", "additionalProperties"].map(of("object")),
]);

function of(type: string) {
  return (keyword: string): [string, string] => [keyword, type];
}

/** True when the keyword lets every value of `given` through. Members and items are walked apart. */
export function covers(given: JsonObject, keyword: string, argument: Json): boolean {
  const own = given[keyword];
  if (own !== undefined && isEqual(own, argument)) return true;
  if (isAnnotation(keyword) || !isJudged(given, keyword)) return true;
  return RULES.get(keyword)?.(given, argument) ?? false;
}

/** Whether the given schema lets any value through that the keyword has a say about. */
export function isJudged(given: JsonObject, keyword: string): boolean {
  const judged = JUDGES.get(keyword);
  if (judged === undefined) return true;
  return typesLeft(given).some(
    (type) => type === judged || (judged === "number" && type === "integer"),
  );
}

function typesLeft(given: JsonObject): readonly string[] {
  return given["type"] === undefined ? TYPES : typesOf(given["type"]);
}

function isOneOf(type: string, types: readonly string[]): boolean {
  return types.includes(type) || (type === "integer" && types.includes("number"));
}

function listOf(value: Json | undefined): readonly Json[] | undefined {
  return Array.isArray(value) ? value : undefined;
}
