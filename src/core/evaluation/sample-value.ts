import { checkAgainst } from "../ir/json-schema.ts";
import { isJsonObject, type Json, type JsonObject } from "../kernel/json.ts";

const SAMPLE_TEXT = "hello";

const MOST_NESTED = 20;

/** Longer texts and lists are asked for by nobody honest, and cost whoever starts the candidate. */
const LONGEST_TEXT = 100_000;
const LONGEST_LIST = 100;

type Sampler = (schema: JsonObject, depth: number) => readonly Json[];

/** By type, plain values to try, the plainest first. */
const SAMPLERS: ReadonlyMap<Json, Sampler> = new Map<Json, Sampler>([
  ["string", (schema) => [sampleText(schema)]],
  ["number", (schema) => numbersAround(schema)],
  ["integer", (schema) => numbersAround(schema).filter(Number.isInteger)],
  ["boolean", () => [true, false]],
  ["null", () => [null]],
  ["array", (schema, depth) => [sampleList(schema, depth), []]],
  ["object", (schema, depth) => [sampleMembers(schema, depth)]],
]);

/** Where a schema names no type, what its keywords speak of is tried first. */
const SPOKEN_OF: readonly (readonly [keyword: string, type: string])[] = [
  ["properties", "object"],
  ["required", "object"],
  ["items", "array"],
  ["minItems", "array"],
  ["minimum", "number"],
  ["maximum", "number"],
  ["exclusiveMinimum", "number"],
  ["exclusiveMaximum", "number"],
];

/**
 * A plain value that a contract's schema takes: the smoke case of preflight. Required and optional
 * members are both filled, so that the run meets what real inputs bring. Null where none was found.
 */
export function sampleValue(schema: Json, depth = 0): Json {
  if (!isJsonObject(schema) || depth > MOST_NESTED) return null;
  const tried = samplesOf(schema, depth);
  return tried.find((value) => checkAgainst(schema, value).length === 0) ?? tried[0] ?? null;
}

function samplesOf(schema: JsonObject, depth: number): readonly Json[] {
  if (Object.hasOwn(schema, "const")) return [schema["const"] ?? null];
  const { enum: members } = schema;
  if (Array.isArray(members)) return members;
  return typesOf(schema).flatMap((type) => SAMPLERS.get(type)?.(schema, depth) ?? []);
}

function typesOf({ type, ...rest }: JsonObject): readonly Json[] {
  if (Array.isArray(type)) return type;
  if (type !== undefined) return [type];
  const spoken = SPOKEN_OF.flatMap(([keyword, named]) =>
    Object.hasOwn(rest, keyword) ? [named] : [],
  );
  return [...spoken, "string"];
}

function sampleText({ minLength, maxLength }: JsonObject): string {
  const least = typeof minLength === "number" ? Math.min(minLength, LONGEST_TEXT) : 0;
  const padded = SAMPLE_TEXT.padEnd(least, ` ${SAMPLE_TEXT}`);
  return typeof maxLength === "number" ? padded.slice(0, maxLength) : padded;
}

/** Bounds, what lies beside and between them, and zero. */
function numbersAround(schema: JsonObject): readonly number[] {
  const { minimum, exclusiveMinimum, maximum, exclusiveMaximum } = schema;
  const isNumber = (value: Json | undefined): value is number => typeof value === "number";
  const least = [minimum, exclusiveMinimum].filter(isNumber);
  const most = [maximum, exclusiveMaximum].filter(isNumber);
  const [low, high] = [Math.max(...least), Math.min(...most)];
  const between = least.length > 0 && most.length > 0 ? [(low + high) / 2] : [];
  const whole = [...least.map(Math.ceil), ...most.map(Math.floor), ...between.map(Math.round)];
  const beside = [
    ...least.map((one) => Math.floor(one) + 1),
    ...most.map((one) => Math.ceil(one) - 1),
  ];
  return [...(least.length > 0 ? [] : [0]), ...whole, ...least, ...beside, ...between, ...most];
}

function sampleList({ minItems, items = {} }: JsonObject, depth: number): Json {
  const length = typeof minItems === "number" ? Math.min(Math.max(minItems, 1), LONGEST_LIST) : 1;
  const item = sampleValue(items, depth + 1);
  return Array.from({ length }, () => item);
}

/** What is asked for and not described is sampled by what the schema says of further members. */
function sampleMembers(schema: JsonObject, depth: number): Json {
  const { properties, required, additionalProperties: further = {} } = schema;
  const listed = isJsonObject(properties) ? properties : {};
  const asked = Array.isArray(required)
    ? required.filter((name): name is string => typeof name === "string")
    : [];
  const names = new Set([...Object.keys(listed), ...asked]);
  return Object.fromEntries(
    [...names].map((name): [string, Json] => {
      const member = Object.hasOwn(listed, name) ? listed[name] : further;
      return [name, sampleValue(member ?? {}, depth + 1)];
    }),
  );
}
