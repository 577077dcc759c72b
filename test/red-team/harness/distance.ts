import { diffLines } from "diff";
import type { Row, Rows } from "./apply-edits.ts";

/**
 * How many edits lie between two commits: one for a file that only one of them has or whose kind
 * differs, else the runs of lines that differ. A case and its twin may be three apart.
 */
export function distanceBetween(left: Rows, right: Rows): number {
  const paths = new Set([...left.keys(), ...right.keys()]);
  let distance = 0;
  for (const path of paths) distance += distanceOf(left.get(path), right.get(path));
  return distance;
}

function distanceOf(left: Row | undefined, right: Row | undefined): number {
  if (left === undefined || right === undefined) return 1;
  if (left.mode !== right.mode) return 1;
  if (left.content.equals(right.content)) return 0;
  const parts = diffLines(left.content.toString("latin1"), right.content.toString("latin1"));
  // A removal followed by an addition is one edit.
  return parts.filter(
    ({ added, removed }, index) => removed || (added && parts[index - 1]?.removed !== true),
  ).length;
}
