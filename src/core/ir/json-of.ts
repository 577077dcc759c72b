import type { Json } from "../kernel/json.ts";

/** A parsed value as JSON: absent members are left out, so that they never reach a digest. */
export function jsonOf(value: unknown): Json {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  if (Array.isArray(value)) return value.map(jsonOf);
  if (typeof value === "object") {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([key, member]): [string, Json] => [key, jsonOf(member)]);
    return Object.fromEntries(members);
  }
  throw new TypeError("a value that JSON cannot carry");
}
