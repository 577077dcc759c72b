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
    keepUnmapped(source.draft, {
      format,
      segments: [...under, key],
      value,
      place: placeIn(source.document, ...at, key),
    });
  }
}
