import { canonicalJson } from "../../kernel/canonical-json.ts";
import { isJsonObject, type Json, type JsonObject } from "../../kernel/json.ts";

/** One keyword: which arguments it takes, and whether a value by itself satisfies it. */
type Keyword = {
  isArgument(argument: Json): boolean;
  holds(argument: Json, value: Json, schema: JsonObject): boolean;
};

export const TYPES = ["object", "array", "string", "number", "integer", "boolean", "null"] as const;

/** Said for readers only; no value is let through or refused because of them. */
const ANNOTATIONS = ["title", "description", "$comment", "examples"] as const;

const isNumber = (argument: Json): boolean => typeof argument === "number";
const isCount = (argument: Json): boolean => Number.isInteger(argument) && Number(argument) >= 0;
const isSchema = (argument: Json): boolean => isJsonObject(argument);
const anything = (): boolean => true;

function ofNumbers(holds: (limit: number, value: number) => boolean): Keyword {
  return {
    isArgument: isNumber,
    holds: (limit, value) => typeof value !== "number" || holds(Number(limit), value),
  };
}

function ofTexts(holds: (limit: number, length: number) => boolean): Keyword {
  return {
    isArgument: isCount,
    holds: (limit, value) => typeof value !== "string" || holds(Number(limit), lengthOf(value)),
  };
}

function ofLists(holds: (limit: number, length: number) => boolean): Keyword {
  return {
    isArgument: isCount,
    holds: (limit, value) => !Array.isArray(value) || holds(Number(limit), value.length),
  };
}

const KEYWORDS: ReadonlyMap<string, Keyword> = new Map<string, Keyword>([
  ["type", { isArgument: isTypes, holds: (types, value) => typesOf(types).some(isOf(value)) }],
  ["enum", { isArgument: Array.isArray, holds: (members, value) => isAmong(members, value) }],
  ["const", { isArgument: anything, holds: (member, value) => isEqual(member, value) }],
  ["minimum", ofNumbers((least, value) => value >= least)],
  ["maximum", ofNumbers((most, value) => value <= most)],
  ["exclusiveMinimum", ofNumbers((limit, value) => value > limit)],
  ["exclusiveMaximum", ofNumbers((limit, value) => value < limit)],
  ["minLength", ofTexts((least, length) => length >= least)],
  ["maxLength", ofTexts((most, length) => length <= most)],
  ["minItems", ofLists((least, length) => length >= least)],
  ["maxItems", ofLists((most, length) => length <= most)],
  ["required", { isArgument: isNames, holds: (names, value) => hasAll(value, names) }],
  ["additionalProperties", { isArgument: isAdditional, holds: isClosed }],
  ["properties", { isArgument: isMembers, holds: anything }],
  ["items", { isArgument: isSchema, holds: anything }],
  ...ANNOTATIONS.map((name): [string, Keyword] => [
    name,
    { isArgument: anything, holds: anything },
  ]),
]);

/** Whether the keyword is one that can be checked, with an argument that it can take. */
export function isKnown(keyword: string, argument: Json): boolean {
  return KEYWORDS.get(keyword)?.isArgument(argument) === true;
}

export function isAnnotation(keyword: string): boolean {
  return ANNOTATIONS.some((name) => name === keyword);
}

/** Whether a value satisfies one keyword of a schema. What cannot be checked holds for no value. */
export function satisfies(value: Json, keyword: string, schema: JsonObject): boolean {
  const argument = schema[keyword];
  const known = KEYWORDS.get(keyword);
  if (argument === undefined || known === undefined || !known.isArgument(argument)) return false;
  return known.holds(argument, value, schema);
}

/** What `type` says, as a list. */
export function typesOf(argument: Json): readonly string[] {
  return (Array.isArray(argument) ? argument : [argument]).map(String);
}

export function isEqual(left: Json, right: Json): boolean {
  return left === right || canonicalJson(left) === canonicalJson(right);
}

export function isAmong(members: Json | undefined, value: Json): boolean {
  return Array.isArray(members) && members.some((member: Json) => isEqual(member, value));
}

function isOf(value: Json) {
  return (type: string): boolean => {
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
  };
}

function isTypes(argument: Json): boolean {
  const types = Array.isArray(argument) ? argument : [argument];
  return types.length > 0 && types.every((type) => TYPES.some((known) => known === type));
}

function isNames(argument: Json): boolean {
  return Array.isArray(argument) && argument.every((name) => typeof name === "string");
}

function isMembers(argument: Json): boolean {
  return isJsonObject(argument) && Object.values(argument).every(isJsonObject);
}

function isAdditional(argument: Json): boolean {
  return typeof argument === "boolean" || isJsonObject(argument);
}

/** Only `false` closes; a schema for further members is walked like any other. */
function isClosed(allowed: Json, value: Json, schema: JsonObject): boolean {
  if (allowed !== false || !isJsonObject(value)) return true;
  const properties = Object(schema["properties"] ?? {});
  return Object.keys(value).every((name) => Object.hasOwn(properties, name));
}

function hasAll(value: Json, names: Json): boolean {
  if (!isJsonObject(value) || !Array.isArray(names)) return !isJsonObject(value);
  return names.every((name) => Object.hasOwn(value, String(name)));
}

/** In characters as people count them, not in UTF-16 code units. */
function lengthOf(text: string): number {
  return Array.from(text).length;
}
