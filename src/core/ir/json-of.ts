import { isJsonObject, type Json, type JsonObject } from "../kernel/json.ts";

/**
 * A parsed value as JSON: absent members are left out, so that they never reach a digest. A value
 * that has none, which is nearly every one, is given back as it is.
 */
export function jsonOf(value: unknown): Json {
  return isJson(value) ? value : rebuilt(value);
}

/** The same for what is known to be an object. */
export function jsonObjectOf(value: object): JsonObject {
  const json = jsonOf(value);
  if (!isJsonObject(json)) throw new TypeError("not an object");
  return json;
}

function isJson(value: unknown): value is Json {
  if (value === null || typeof value === "string" || typeof value === "boolean") return true;
  if (typeof value === "number") return Number.isFinite(value);
  if (Array.isArray(value)) return value.every(isJson);
  if (typeof value !== "object") return false;
  for (const member of Object.values(value)) if (!isJson(member)) return false;
  return true;
}

function rebuilt(value: unknown): Json {
  if (Array.isArray(value)) return value.map(jsonOf);
  if (typeof value !== "object" || value === null) {
    throw new TypeError("a value that JSON cannot carry");
  }
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([key, member]): [string, Json] => [key, jsonOf(member)]);
  return Object.fromEntries(members);
}
