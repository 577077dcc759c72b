import type { Finding } from "../gate/finding.ts";
import { accepted, refused, type Result } from "../kernel/result.ts";
import { decodeText } from "./decode-text.ts";
import { scanJson } from "./json-scanner.ts";
import { type LineIndex, lineIndexOf } from "./line-index.ts";
import { schemaFinding } from "./schema-finding.ts";
import type { SourceDocument } from "./source-document.ts";
import type { Position } from "./system.ts";

export const MAX_JSON_BYTES = 1024 * 1024;
export const MAX_JSON_DEPTH = 32;

/** Reads strict JSON with the position of every pointer. Answers for any bytes; it never throws. */
export function parseJson(
  path: string,
  bytes: Uint8Array,
): Result<SourceDocument, readonly Finding[]> {
  const decoded = decodeText(path, bytes, { maxBytes: MAX_JSON_BYTES, tooLarge: "file-too-large" });
  if (!decoded.ok) return decoded;
  const lines = lineIndexOf(decoded.value);
  const scan = scanJson(decoded.value, { maxDepth: MAX_JSON_DEPTH, withOffsets: true });
  if (scan.kind === "trouble") {
    const place = placeAt(path, lines, scan.trouble.at);
    return refused([schemaFinding("json-unreadable", place, { problem: scan.trouble.problem })]);
  }
  const positions = new Map<string, Position>();
  for (const [pointer, at] of scan.offsets) positions.set(pointer, placeAt(path, lines, at));
  return accepted({ path, value: scan.value, positions });
}

function placeAt(path: string, lines: LineIndex, at: number): Position {
  return { path, ...lines.at(at) };
}
