import type { Finding } from "../../gate/finding.ts";
import type { Json } from "../../kernel/json.ts";
import { pointerOf } from "../../kernel/pointer.ts";
import { accepted, refused, type Result } from "../../kernel/result.ts";
import { decodeText } from "../decode-text.ts";
import { type JsonScan, scanJson } from "../json-scanner.ts";
import { lineIndexOf } from "../line-index.ts";
import { parseNativeYamlValue } from "../native/parse-native-yaml.ts";
import { schemaFinding } from "../schema-finding.ts";
import { positionOf } from "../source-document.ts";
import type { ForeignRecord } from "./foreign-suite.ts";

/** A file of tests: one value, or one on each line. */
export type RecordFile =
  | {
      readonly kind: "document";
      readonly value: Json;
      lineOf(pointer: string): number | undefined;
    }
  | { readonly kind: "lines"; readonly records: readonly ForeignRecord[] };

const MAX_BYTES = 32 * 1024 * 1024;
const MAX_VALUES = 2_000_000;
const MAX_LINES = 100_000;
const MAX_DEPTH = 32;

type Reader = (path: string, bytes: Uint8Array) => Result<RecordFile, readonly Finding[]>;

const READERS: ReadonlyMap<string, Reader> = new Map([
  ["yaml", readYaml],
  ["yml", readYaml],
  ["json", readJson],
  ["jsonl", readLines],
]);

/** Reads a file by its ending. Answers for any bytes; code and tables are refused as they stand. */
export const readRecordFile: Reader = (path, bytes) => {
  const ending = path.slice(path.lastIndexOf(".") + 1).toLowerCase();
  const read = READERS.get(ending);
  if (read !== undefined) return read(path, bytes);
  return refused([schemaFinding("suite-invalid", { path }, { problem: "file-ending" })]);
};

function readYaml(path: string, bytes: Uint8Array): ReturnType<Reader> {
  const parsed = parseNativeYamlValue(path, bytes);
  if (!parsed.ok) return parsed;
  const { value, positions } = parsed.value;
  const lineOf = (pointer: string): number | undefined => positionOf(positions, pointer)?.line;
  return accepted({ kind: "document", value, lineOf });
}

function readJson(path: string, bytes: Uint8Array): ReturnType<Reader> {
  const decoded = decodeText(path, bytes, { maxBytes: MAX_BYTES, tooLarge: "file-too-large" });
  if (!decoded.ok) return decoded;
  const scan = scanOne(decoded.value);
  if (scan.kind === "trouble") {
    const place = { path, ...lineIndexOf(decoded.value).at(scan.trouble.at) };
    return refused([schemaFinding("json-unreadable", place, { problem: scan.trouble.problem })]);
  }
  return accepted({ kind: "document", value: scan.value, lineOf: () => undefined });
}

function readLines(path: string, bytes: Uint8Array): ReturnType<Reader> {
  const decoded = decodeText(path, bytes, { maxBytes: MAX_BYTES, tooLarge: "file-too-large" });
  if (!decoded.ok) return decoded;
  const rows = decoded.value.split("\n");
  if (rows.length > MAX_LINES) {
    const facts = { problem: "item-count", items: String(rows.length) };
    return refused([schemaFinding("suite-invalid", { path, line: 1 }, facts)]);
  }
  const records: ForeignRecord[] = [];
  for (const [index, row] of rows.entries()) {
    if (row.trim() === "") continue;
    const scan = scanOne(row);
    const line = index + 1;
    if (scan.kind === "trouble") {
      const facts = { problem: scan.trouble.problem };
      return refused([schemaFinding("json-unreadable", { path, line }, facts)]);
    }
    records.push({ pointer: pointerOf(String(records.length)), line, value: scan.value });
  }
  return accepted({ kind: "lines", records });
}

function scanOne(text: string): JsonScan {
  return scanJson(text, { maxDepth: MAX_DEPTH, withOffsets: false, maxValues: MAX_VALUES });
}

/** The members of a list within a document, each with its place. */
export function recordsIn(
  file: Extract<RecordFile, { readonly kind: "document" }>,
  list: readonly Json[],
  ...under: readonly string[]
): readonly ForeignRecord[] {
  return list.map((value, at) => {
    const pointer = pointerOf(...under, String(at));
    const line = file.lineOf(pointer);
    return { pointer, value, ...(line === undefined ? {} : { line }) };
  });
}
