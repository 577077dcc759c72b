import { objectOf, saveObject, type ObjectStore } from "./objects.ts";

/** `mode` as git writes it in trees, without leading zero for directories: `40000`. */
export type TreeEntry = { readonly mode: string; readonly name: string; readonly sha: string };

const directoryMode = "40000";

export function isDirectory(entry: { readonly mode: string }): boolean {
  return entry.mode === directoryMode;
}

/** git compares directory names as if they ended in a slash. */
function sortKey(entry: TreeEntry): Buffer {
  return Buffer.from(isDirectory(entry) ? `${entry.name}/` : entry.name);
}

export function saveTree(store: ObjectStore, entries: readonly TreeEntry[]): string {
  const sorted = entries.toSorted((a, b) => Buffer.compare(sortKey(a), sortKey(b)));
  const parts = sorted.flatMap((entry) => [
    Buffer.from(`${entry.mode} ${entry.name}\0`),
    Buffer.from(entry.sha, "hex"),
  ]);
  return saveObject(store, "tree", Buffer.concat(parts));
}

export function loadTree(store: ObjectStore, id: string): readonly TreeEntry[] {
  const bytes = Buffer.from(objectOf(store, "tree", id));
  const entries: TreeEntry[] = [];
  let at = 0;
  while (at < bytes.length) {
    const space = bytes.indexOf(0x20, at);
    const zero = bytes.indexOf(0, space);
    entries.push({
      mode: bytes.toString("utf8", at, space),
      name: bytes.toString("utf8", space + 1, zero),
      sha: bytes.toString("hex", zero + 1, zero + 21),
    });
    at = zero + 21;
  }
  return entries;
}
