import type { Finding } from "../../gate/finding.ts";
import type { JsonObject } from "../../kernel/json.ts";
import { type Pointer, pointerOf } from "../../kernel/pointer.ts";
import { accepted, refused, type Result } from "../../kernel/result.ts";
import { isJsonObject } from "../../kernel/json.ts";
import { parseJson } from "../parse-json.ts";
import { schemaFinding } from "../schema-finding.ts";
import { positionOf, type SourceDocument } from "../source-document.ts";
import type { Position } from "../system.ts";
import { readNativeText } from "./native-text.ts";

/** The first and last line, 1-based, on which a value stands in its file, its key included. */
export type Span = { readonly first: number; readonly last: number };

/** A native file that was read: its value with places, and its lines as they are written. */
export type NativeDocument = SourceDocument & {
  readonly value: JsonObject;
  readonly lines: readonly string[];
  /** Of values that may stand on several lines; the others stand where their key does. */
  readonly spans: ReadonlyMap<Pointer, Span>;
};

/** Reads strict JSON that holds an object, as a native document. */
export function parseNativeJson(
  path: string,
  bytes: Uint8Array,
): Result<NativeDocument, readonly Finding[]> {
  const text = readNativeText(path, bytes);
  if (!text.ok) return text;
  const parsed = parseJson(path, bytes);
  if (!parsed.ok) return parsed;
  const { value } = parsed.value;
  if (!isJsonObject(value)) {
    const place = { path, line: 1, column: 1, pointer: "" };
    return refused([
      schemaFinding("system-invalid", place, { problem: "not-an-object", pointer: "/" }),
    ]);
  }
  const lines = text.value.split("\n");
  return accepted({ ...parsed.value, value, lines, spans: new Map() });
}

/** Where a pointer of a native document stands; the file's first line when nowhere. */
export function placeIn(document: SourceDocument, ...segments: readonly string[]): Position {
  const place = positionOf(document.positions, pointerOf(...segments));
  return place ?? { path: document.path, line: 1, column: 1 };
}

/** The lines that hold a value, as written. */
export function linesOf(
  document: NativeDocument,
  ...segments: readonly string[]
): readonly { readonly line: number; readonly text: string }[] {
  const { line } = placeIn(document, ...segments);
  const { first, last } = document.spans.get(pointerOf(...segments)) ?? { first: line, last: line };
  return document.lines
    .slice(first - 1, last)
    .map((text, index) => ({ line: first + index, text }));
}
