import type { Tree, TreeEntry } from "../../core/ir/snapshot.ts";
import { sha } from "../../core/kernel/ids.ts";

const ROW = /^([0-7]{6}) (blob|commit) ([0-9a-f]{40}) +(\d+|-)$/;

const TAB = 9;
const NUL = 0;

/** Names that are no UTF-8 get replacement characters, as GitHub shows them. */
const decoder = new TextDecoder();

/**
 * What `ls-tree -r -z --long` says of a whole tree. A row that cannot be read, such as one whose
 * object is missing, is a fault: leaving it out would look like a deletion.
 */
export function parseListing(listing: Uint8Array): Tree {
  const tree = new Map<string, TreeEntry>();
  for (let from = 0; from < listing.length;) {
    const end = listing.indexOf(NUL, from);
    if (end === -1) throw new Error("git cut the listing of a tree");
    const entry = entryOf(listing.subarray(from, end));
    const path = freePath(tree, entry.path);
    tree.set(path, { ...entry, path });
    from = end + 1;
  }
  return tree;
}

function entryOf(row: Uint8Array): TreeEntry {
  const tab = row.indexOf(TAB);
  const head = decoder.decode(row.subarray(0, Math.max(0, tab)));
  const [, mode = "", kind, id = "", size = ""] = ROW.exec(head) ?? [];
  if (kind === undefined || (kind === "blob" && size === "-")) {
    throw new Error(`an object of the tree is missing in this clone (git lists "${head}")`);
  }
  const entry = { path: decoder.decode(row.subarray(tab + 1)), mode, sha: sha(id) };
  return kind === "blob" ? { ...entry, size: Number(size) } : entry;
}

/** Two different names may be decoded to one. Neither may hide the other. */
function freePath(tree: Tree, path: string): string {
  return tree.has(path) ? freePath(tree, `${path}\uFFFD`) : path;
}
