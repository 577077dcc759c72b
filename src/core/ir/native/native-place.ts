import type { Position, SystemVersion } from "../system.ts";
import type { Origin } from "./native-source.ts";

/** Where a line of a system's file is written: in the file, or in the native file it came from. */
export function placeOfLine(version: SystemVersion, file: string, line: number): Position {
  const origin = version.native?.origins.get(file);
  const first = { path: `${version.root}/${file}`, line, column: 1 };
  if (origin === undefined) return first;
  const at = origin.lines[Math.min(line, origin.lines.length) - 1] ?? origin.lines[0];
  return { path: origin.path, line: at?.line ?? 1, column: 1 };
}

type Sides = { readonly before: SystemVersion; readonly after: SystemVersion };

/**
 * The first native line that differs in a text which several lines of a file became one of: folded
 * text keeps its words and loses its lines.
 */
export function firstNativeLine({ before, after }: Sides, file: string): Position | undefined {
  const [old, young] = [before, after].map(({ native }) => native?.origins.get(file));
  if (old === undefined || young === undefined) return placeAt(young ?? old, 0);
  return placeAt(young, firstDifference(old, young));
}

function placeAt(origin: Origin | undefined, index: number): Position | undefined {
  return origin && { path: origin.path, line: origin.lines[index]?.line ?? 1, column: 1 };
}

function firstDifference(old: Origin, young: Origin): number {
  const at = young.lines.findIndex(
    ({ text }, index) => text.trim() !== old.lines[index]?.text.trim(),
  );
  return at === -1 ? Math.max(0, young.lines.length - 1) : at;
}
