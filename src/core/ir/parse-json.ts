import type { Finding } from "../gate/finding.ts";
import { accepted, refused, type Result } from "../kernel/result.ts";
import { checkFileText } from "./check-file-text.ts";
import { decodeText } from "./decode-text.ts";
import { type JsonScan, scanJson } from "./json-scanner.ts";
import { type LineIndex, lineIndexOf } from "./line-index.ts";
import { schemaFinding } from "./schema-finding.ts";
import type { SourceDocument } from "./source-document.ts";
import type { Position } from "./system.ts";

const MAX_BYTES = 1024 * 1024;
const MAX_DEPTH = 32;

/** A long list of words fits; places are kept for what people write by hand. */
const MAX_VALUES = 50_000;
const MAX_PLACES = 20_000;

/** Reads strict JSON with the position of every pointer. Answers for any bytes; it never throws. */
export function parseJson(
  path: string,
  bytes: Uint8Array,
): Result<SourceDocument, readonly Finding[]> {
  const scanned = scanBytes(path, bytes, true);
  if (!scanned.ok) return scanned;
  const { lines, scan } = scanned.value;
  const positions = new Map<string, Position>();
  for (const [pointer, at] of scan.offsets) positions.set(pointer, placeAt(path, lines, at));
  return accepted({ path, value: scan.value, positions });
}

/** What keeps a file from being strict JSON. Cheaper than reading it: no positions are kept. */
export function checkJson(path: string, bytes: Uint8Array): readonly Finding[] {
  const scanned = scanBytes(path, bytes, false);
  return scanned.ok ? [] : scanned.refusal;
}

type Scanned = {
  readonly lines: LineIndex;
  readonly scan: Extract<JsonScan, { readonly kind: "value" }>;
};

function scanBytes(
  path: string,
  bytes: Uint8Array,
  withOffsets: boolean,
): Result<Scanned, readonly Finding[]> {
  const decoded = decodeText(path, bytes, { maxBytes: MAX_BYTES, tooLarge: "file-too-large" });
  if (!decoded.ok) return decoded;
  const findings = checkFileText(path, decoded.value);
  if (findings.length > 0) return refused(findings);
  const lines = lineIndexOf(decoded.value);
  const scan = scanJson(decoded.value, {
    maxDepth: MAX_DEPTH,
    withOffsets,
    maxValues: withOffsets ? MAX_PLACES : MAX_VALUES,
  });
  if (scan.kind === "value") return accepted({ lines, scan });
  const place = placeAt(path, lines, scan.trouble.at);
  return refused([schemaFinding("json-unreadable", place, { problem: scan.trouble.problem })]);
}

function placeAt(path: string, lines: LineIndex, at: number): Position {
  return { path, ...lines.at(at) };
}
