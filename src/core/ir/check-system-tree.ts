import type { Finding } from "../gate/finding.ts";
import { fileKindOf, MAX_BYTES, PLAIN_FILE } from "./file-kinds.ts";
import { foldPath, isWithin } from "./fold-path.ts";
import { schemaFinding } from "./schema-finding.ts";
import type { Tree, TreeEntry } from "./snapshot.ts";

const MODE_NAMES: ReadonlyMap<string, string> = new Map([
  ["100755", "executable"],
  ["120000", "symlink"],
  ["160000", "submodule"],
]);

/** Every row of a tree that is the system's: below its folder, or only nearly so. */
export function systemEntries(root: string, tree: Tree): readonly TreeEntry[] {
  const folded = foldPath(root);
  return [...tree.values()].filter(({ path }) => isWithin(folded, foldPath(path)));
}

/**
 * What is wrong with a system's files by their tree rows alone: not plain, of no known kind, too
 * large, or the same name as another on a lenient file system. Unread files are never ignored.
 */
export function checkSystemTree(root: string, entries: readonly TreeEntry[]): readonly Finding[] {
  const seen = new Map<string, string>();
  return entries.flatMap((entry) => {
    if (isInert(root, entry)) return [];
    const folded = foldPath(entry.path);
    const twin = seen.get(folded);
    seen.set(folded, entry.path);
    if (twin !== undefined || !entry.path.startsWith(`${root}/`)) {
      const facts = { problem: "collision", with: twin ?? root };
      return [schemaFinding("file-name-collision", { path: entry.path }, facts)];
    }
    return checkEntry(entry, entry.path.slice(root.length + 1));
  });
}

/** Inert files are never read, so their names and sizes do not matter. */
function isInert(root: string, { path, mode }: TreeEntry): boolean {
  const isBelow = path.startsWith(`${root}/`) && mode === PLAIN_FILE;
  return isBelow && fileKindOf(path.slice(root.length + 1)) === "inert";
}

function checkEntry(entry: TreeEntry, relative: string): readonly Finding[] {
  const { path, mode, size = Number.POSITIVE_INFINITY } = entry;
  if (mode !== PLAIN_FILE) {
    const facts = { problem: MODE_NAMES.get(mode) ?? "mode", mode };
    return [schemaFinding("file-mode-forbidden", { path }, facts)];
  }
  const kind = fileKindOf(relative);
  if (kind === undefined) {
    return [schemaFinding("file-kind-unknown", { path }, { problem: "unknown-kind" })];
  }
  const limit = MAX_BYTES[kind];
  if (size <= limit) return [];
  const facts = { bytes: String(entry.size ?? "unknown"), limit: String(limit) };
  return [schemaFinding("file-too-large", { path }, facts)];
}
