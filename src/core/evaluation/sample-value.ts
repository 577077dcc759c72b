import { isJsonObject, type Json, type JsonObject } from "../kernel/json.ts";

const SAMPLE_TEXT = "hello";

const MOST_NESTED = 20;

type Sampler = (schema: JsonObject, depth: number) => Json;

const SAMPLERS: ReadonlyMap<string, Sampler> = new Map<string, Sampler>([
  ["string", (schema) => sampleText(schema["maxLength"])],
  ["number", (schema) => sampleNumber(schema["minimum"], schema["maximum"])],
  ["integer", (schema) => sampleNumber(schema["minimum"], schema["maximum"])],
  ["boolean", () => true],
  ["array", (schema, depth) => [sampleValue(schema["items"] ?? {}, depth + 1)]],
  ["object", (schema, depth) => sampleMembers(schema["properties"], depth)],
]);

/**
 * A plain value that a contract's schema should take: the smoke case of preflight. Required and
 * optional members are both filled, so that the run meets what real inputs bring.
 */
export function sampleValue(schema: Json, depth = 0): Json {
  if (!isJsonObject(schema) || depth > MOST_NESTED) return null;
  const { enum: members, type } = schema;
  if (Array.isArray(members) && members.length > 0) return members[0] ?? null;
  const sampler = typeof type === "string" ? SAMPLERS.get(type) : undefined;
  return sampler === undefined ? null : sampler(schema, depth);
}

function sampleText(longest: Json | undefined): string {
  return typeof longest === "number" ? SAMPLE_TEXT.slice(0, longest) : SAMPLE_TEXT;
}

function sampleNumber(least: Json | undefined, most: Json | undefined): number {
  if (typeof least === "number") return Math.ceil(least);
  return typeof most === "number" ? Math.min(0, Math.floor(most)) : 0;
}

function sampleMembers(properties: Json | undefined, depth: number): Json {
  if (!isJsonObject(properties)) return {};
  return Object.fromEntries(
    Object.entries(properties).map(([name, schema]): [string, Json] => [
      name,
      sampleValue(schema, depth + 1),
    ]),
  );
}
