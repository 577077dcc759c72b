import type { Json } from "../kernel/json.ts";
import type { Pointer } from "../kernel/pointer.ts";
import type { Position, Positions } from "./system.ts";

/** A file that was read strictly: its value, and where each pointer of it was written. */
export type SourceDocument = {
  readonly path: string;
  readonly value: Json;
  readonly positions: Positions;
};

/** Where a pointer was written, or the nearest thing around it: defaults are written nowhere. */
export function positionOf(positions: Positions, pointer: Pointer): Position | undefined {
  let around = pointer;
  for (;;) {
    const position = positions.get(around);
    if (position !== undefined || around === "") return position;
    around = around.slice(0, Math.max(0, around.lastIndexOf("/")));
  }
}
