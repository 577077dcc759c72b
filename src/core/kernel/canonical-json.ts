import { isJsonObject, type Json, type JsonObject } from "./json.ts";

const LONE_SURROGATE = /\p{Surrogate}/u;

/** Half of a pair or a whole one; without the flag, a text of plain letters is not even looked at. */
const SURROGATE = /[\ud800-\udfff]/;

/**
 * The one byte sequence of a JSON value, after RFC 8785 (JCS): members sorted by UTF-16 code
 * units, no white space, numbers as ECMAScript prints them. Digests and signatures are over it.
 */
export function canonicalJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (isJsonObject(value)) return canonicalObject(value);
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw new RangeError("a number that JSON cannot carry has no canonical form");
  }
  if (typeof value === "string" && SURROGATE.test(value) && LONE_SURROGATE.test(value)) {
    throw new RangeError("a lone surrogate has no canonical form");
  }
  return JSON.stringify(value);
}

function canonicalObject(value: JsonObject): string {
  let members = "";
  // Without a comparison of one's own, texts are sorted by their UTF-16 code units.
  for (const key of Object.keys(value).sort()) {
    const member = value[key];
    if (member === undefined) continue;
    members += `${members === "" ? "" : ","}${JSON.stringify(key)}:${canonicalJson(member)}`;
  }
  return `{${members}}`;
}
