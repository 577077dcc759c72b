import { type Digest, digestOfJson, sha256Hex } from "../kernel/digest.ts";
import type { Json, JsonObject } from "../kernel/json.ts";
import { jsonOf } from "./json-of.ts";
import type { System } from "./system.ts";

/**
 * The name of a system version: `sha256(JCS({v: 1, system, files: {path: sha256 hex}}))`. The
 * definition counts in its normalised form, so comments and layout do not change it. Inert files
 * are left out, and so are suites: they are governed, and bound to a decision on their own.
 */
export function systemDigest(
  system: System | JsonObject,
  files: ReadonlyMap<string, Uint8Array>,
): Digest {
  const hashes = [...files].map(([path, bytes]): [string, Json] => [path, sha256Hex(bytes)]);
  return digestOfJson({ v: 1, system: jsonOf(system), files: Object.fromEntries(hashes) });
}
