import type { ProposedChange } from "./proposed-change.ts";
import type { Snapshot, TreeEntry } from "./snapshot.ts";

/**
 * The first line of a path that differs, 1-based and in the head, or 1 where the bytes are not at
 * hand. GitHub takes comments only on lines of the diff, and that is where the reader is looking.
 */
export function firstChangedLine(change: ProposedChange, path: string): number {
  const changed = change.treeChanges.find((one) => one.path === path);
  const before = linesOf(change.base, changed?.before);
  const after = linesOf(change.head, changed?.after);
  if (before === undefined || after === undefined) return 1;
  const first = after.findIndex((line, index) => line !== before[index]);
  return first === -1 ? Math.max(1, after.length) : first + 1;
}

function linesOf(snapshot: Snapshot, entry: TreeEntry | undefined): readonly string[] | undefined {
  const bytes = entry && snapshot.blobs.get(entry.sha);
  return bytes && new TextDecoder().decode(bytes).trimEnd().split("\n");
}
