import type { Json } from "./json.ts";

const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * The one byte sequence of a JSON value, after RFC 8785 (JCS): members sorted by UTF-16 code
 * units, no white space, numbers as ECMAScript prints them. Digests and signatures are over it.
 */
export function canonicalJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value === "object" && value !== null) return canonicalObject(value);
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw new RangeError("a number that JSON cannot carry has no canonical form");
  }
  if (typeof value === "string" && LONE_SURROGATE.test(value)) {
    throw new RangeError("a lone surrogate has no canonical form");
  }
  return JSON.stringify(value);
}

function canonicalObject(value: object): string {
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(",")}}`;
}
