import { isJsonObject, type Json } from "../../kernel/json.ts";
import { type Pointer, pointerOf } from "../../kernel/pointer.ts";
import { placeIn } from "./native-document.ts";
import { keysAt, type Segments, type Source, valueAt } from "./native-fields.ts";
import type { NativeFormat } from "./native-source.ts";
import { keepUnmapped } from "./system-draft.ts";

type Leftovers = {
  readonly format: NativeFormat;
  /** The object whose keys were looked at. */
  readonly at: Segments;
  readonly mapped: ReadonlySet<string>;
  /** Where the leftovers go below `extensions.<format>`. */
  readonly under: Segments;
};

/** Keeps every key of an object that has no home in a system, word for word. */
export function keepLeftovers(source: Source, { format, at, mapped, under }: Leftovers): void {
  for (const key of keysAt(source, at)) {
    if (mapped.has(key)) continue;
    const value = valueAt(source.document, [...at, key]);
    if (value === undefined) continue;
    const place = placeIn(source.document, ...at, key);
    keepUnmapped(source.draft, { format, segments: [...under, key], value, place });
    const pointer = pointerOf("extensions", format, ...under, key);
    markMembers(source, value, [pointerOf(...at, key), pointer]);
  }
}

/** What stands inside a leftover keeps its own line. */
function markMembers(source: Source, value: Json, [from, to]: readonly [Pointer, Pointer]): void {
  const members = Array.isArray(value) ? value.entries() : membersOf(value);
  for (const [name, member] of members) {
    const below = pointerOf(String(name));
    const place = source.document.positions.get(from + below);
    if (place !== undefined) source.draft.positions.set(to + below, place);
    markMembers(source, member, [from + below, to + below]);
  }
}

function membersOf(value: Json): readonly (readonly [string, Json])[] {
  return isJsonObject(value) ? Object.entries(value) : [];
}
