import type { ReasonCode } from "../gate/reason-code.ts";
import { canonicalJson } from "../kernel/canonical-json.ts";
import { type Digest, digestOf } from "../kernel/digest.ts";
import { isJsonObject, type Json, type JsonObject } from "../kernel/json.ts";
import { accepted, refused, type Result } from "../kernel/result.ts";
import { redactInput } from "./redact-input.ts";

/** An input of a unit of production as it is kept: redacted, and known by what is left of it. */
export type CapturedInput = { readonly digest: Digest; readonly input: JsonObject };

/** As canonical JSON, in bytes of UTF-8; as it was handed in, and as it would be kept. */
const MOST_BYTES = 16 * 1024;
const MOST_LEVELS = 16;

const ENCODER = new TextEncoder();
const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * What may be kept of an input that a runtime handed in, or why nothing is. The enemy is what must
 * not be kept: an input that any of the charter's paths cannot be taken out of is dropped whole.
 */
export function admitInput(
  told: unknown,
  { redact }: { readonly redact: readonly string[] },
): Result<CapturedInput, ReasonCode> {
  if (!isPlain(told, MOST_LEVELS) || !isJsonObject(told)) return refused("input-malformed");
  if (isTooLarge(canonicalJson(told))) return refused("input-too-large");
  const input = redactInput(told, redact);
  if (input === undefined) return refused("input-unredacted");
  const text = canonicalJson(input);
  return isTooLarge(text)
    ? refused("input-too-large")
    : accepted({ digest: digestOf(text), input });
}

/** JSON that has a canonical form, looked at no deeper than it may be. */
function isPlain(value: unknown, levels: number): value is Json {
  if (typeof value === "string") return !LONE_SURROGATE.test(value);
  if (typeof value === "number") return Number.isFinite(value);
  if (value === null || typeof value === "boolean") return true;
  if (typeof value !== "object" || levels === 0) return false;
  return Object.entries(value).every(([key, member]) => isName(key) && isPlain(member, levels - 1));
}

/** A prototype's name is a member to JSON, and something else to whatever copies it carelessly. */
function isName(key: string): boolean {
  return key !== "__proto__" && !LONE_SURROGATE.test(key);
}

function isTooLarge(text: string): boolean {
  return ENCODER.encode(text).length > MOST_BYTES;
}
