import type { Json } from "../kernel/json.ts";
import { type Pointer, pointerOf, segmentsOf } from "../kernel/pointer.ts";
import type { Position, Positions } from "./system.ts";

/** A file that was read strictly: its value, and where each pointer of it was written. */
export type SourceDocument = {
  readonly path: string;
  readonly value: Json;
  readonly positions: Positions;
};

/** Where a pointer was written, or the nearest thing around it: defaults are written nowhere. */
export function positionOf(positions: Positions, pointer: Pointer): Position | undefined {
  const segments = segmentsOf(pointer);
  for (let depth = segments.length; depth >= 0; depth -= 1) {
    const position = positions.get(pointerOf(...segments.slice(0, depth)));
    if (position !== undefined) return position;
  }
  return undefined;
}
