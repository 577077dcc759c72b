import { isJsonObject, type Json, type JsonObject } from "../../kernel/json.ts";
import { pointerOf } from "../../kernel/pointer.ts";
import type { Position } from "../system.ts";
import { type NativeDocument, placeIn } from "./native-document.ts";
import { type Draft, refuse } from "./system-draft.ts";

/** A native document on its way into a system. */
export type Source = { readonly draft: Draft; readonly document: NativeDocument };

export type Segments = readonly string[];

export function valueAt({ value }: NativeDocument, segments: Segments): Json | undefined {
  let at: Json | undefined = value;
  for (const segment of segments) {
    if (Array.isArray(at)) at = at[Number(segment)];
    else at = isJsonObject(at) && Object.hasOwn(at, segment) ? at[segment] : undefined;
  }
  return at;
}

/** True when something is written there; an empty key is none. */
export function isWritten({ document }: Pick<Source, "document">, segments: Segments): boolean {
  const value = valueAt(document, segments);
  return value !== undefined && value !== null;
}

/** Text that the format demands. Where it is missing the file is not of this format. */
export function requiredText(source: Source, segments: Segments): string {
  const value = valueAt(source.document, segments);
  if (typeof value === "string" && value.trim() !== "") return value;
  const isMissing = value === undefined || value === null || value === "";
  refuseKey(source, segments, isMissing ? "missing-key" : "not-text");
  return "";
}

export function optionalText(source: Source, segments: Segments): string | undefined {
  const value = valueAt(source.document, segments);
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string") return value;
  refuseKey(source, segments, "not-text");
  return undefined;
}

/** An object, or nothing; anything else is refused where it stands. */
export function objectAt(source: Source, segments: Segments): JsonObject | undefined {
  const value = valueAt(source.document, segments);
  if (value === undefined || value === null) return undefined;
  if (isJsonObject(value)) return value;
  refuseKey(source, segments, "not-an-object");
  return undefined;
}

export function listAt(source: Source, segments: Segments): readonly Json[] {
  const value = valueAt(source.document, segments);
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value;
  refuseKey(source, segments, "not-a-list");
  return [];
}

export type PlacedText = { readonly text: string; readonly place: Position };

/** A list of names, each where it stands. */
export function textsAt(source: Source, segments: Segments): readonly PlacedText[] {
  return listAt(source, segments).flatMap((item, index) => {
    const at = [...segments, String(index)];
    if (typeof item === "string") return [{ text: item, place: placeIn(source.document, ...at) }];
    refuseKey(source, at, "not-text");
    return [];
  });
}

/** Says which key of a native file is not what its format has there, and on which line. */
export function refuseKey({ draft, document }: Source, segments: Segments, problem: string): void {
  const place = placeIn(document, ...segments);
  const key = segments.at(-1) ?? "";
  const pointer = pointerOf(...segments);
  refuse(draft, { ...place, pointer }, { problem, key, in: segments.slice(0, -1).join(".") });
}

/** Every key of an object, with where it stands. */
export function keysAt(source: Source, segments: Segments): readonly string[] {
  return Object.keys(objectAt(source, segments) ?? {});
}
