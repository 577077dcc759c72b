import type { Finding, Place } from "../gate/finding.ts";
import type { ReasonCode } from "../gate/reason-code.ts";
import { accepted, refused, type Result } from "../kernel/result.ts";
import { isLfsPointer } from "./lfs-pointer.ts";
import { schemaFinding } from "./schema-finding.ts";

type TextLimits = { readonly maxBytes: number; readonly tooLarge: ReasonCode };

const NEWLINE = 10;

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** U+FFFD as it stands in UTF-8, which is also what a decoder makes of bytes that are none. */
const REPLACEMENT = [0xef, 0xbf, 0xbd];

/**
 * Bytes as text, or why not: too many, not UTF-8, or only the address of what is meant. A byte order
 * mark stays in the text.
 */
export function decodeText(
  path: string,
  bytes: Uint8Array,
  limits: TextLimits,
): Result<string, readonly Finding[]> {
  if (bytes.length > limits.maxBytes) {
    const facts = { bytes: String(bytes.length), limit: String(limits.maxBytes) };
    const place = placeOf(path, bytes, limits.maxBytes);
    return refused([schemaFinding(limits.tooLarge, place, facts)]);
  }
  if (isLfsPointer(bytes)) {
    const place = { path, line: 1, column: 1 };
    return refused([schemaFinding("file-lfs-pointer", place, { problem: "lfs-pointer" })]);
  }
  try {
    return accepted(strict.decode(bytes));
  } catch {
    const place = placeOf(path, bytes, firstInvalid(bytes));
    return refused([schemaFinding("file-not-utf8", place, { problem: "not-utf8" })]);
  }
}

function lossy(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}

/** Offset of the first byte that is not part of any character. */
function firstInvalid(bytes: Uint8Array): number {
  const [first = "", ...rest] = lossy(bytes).split("\uFFFD");
  const encoder = new TextEncoder();
  let at = encoder.encode(first).length;
  for (const piece of rest) {
    if (REPLACEMENT.some((byte, index) => bytes[at + index] !== byte)) return at;
    at += REPLACEMENT.length + encoder.encode(piece).length;
  }
  return at;
}

function placeOf(path: string, bytes: Uint8Array, offset: number): Place {
  const before = bytes.subarray(0, offset);
  let line = 1;
  for (const byte of before) if (byte === NEWLINE) line += 1;
  const row = before.subarray(before.lastIndexOf(NEWLINE) + 1);
  return { path, line, column: lossy(row).length + 1 };
}
