import type { Finding } from "../gate/finding.ts";
import { type FileKind, MAX_BYTES, PLAIN_FILE } from "./file-kinds.ts";
import { kindIn, type SystemPlace } from "./system-place.ts";
import { foldPath, isWithin } from "./fold-path.ts";
import { schemaFinding } from "./schema-finding.ts";
import type { Tree, TreeEntry } from "./snapshot.ts";

const MODE_NAMES: ReadonlyMap<string, string> = new Map([
  ["100755", "executable"],
  ["120000", "symlink"],
  ["160000", "submodule"],
]);

/**
 * Every row of a tree that is the system's: below its folder, or only nearly so. A file that stands
 * where a lenient file system has a folder around it would take the system's place.
 */
export function systemEntries(root: string, tree: Tree): readonly TreeEntry[] {
  const folder = foldPath(root);
  return [...tree.values()].filter(({ path }) => {
    const folded = foldPath(path);
    return isWithin(folder, folded) || isWithin(folded, folder);
  });
}

/**
 * What is wrong with a system's files by their tree rows alone: not plain, of no known kind, too
 * large, or the same name as another on a lenient file system. Unread files are never ignored.
 */
export function checkSystemTree(
  place: SystemPlace,
  entries: readonly TreeEntry[],
): readonly Finding[] {
  const seen = new Map<string, string>();
  return entries.flatMap((entry) => {
    if (isInert(place, entry)) return [];
    const folded = foldPath(entry.path);
    const twin = seen.get(folded);
    seen.set(folded, entry.path);
    if (twin !== undefined || isOnlyNearly(place, entry)) {
      const facts = { problem: "collision", with: twin ?? place.path };
      return [schemaFinding("file-name-collision", { path: entry.path }, facts)];
    }
    return checkEntry(entry, kindIn(place, entry.path));
  });
}

/** Inert files are never read, so their names and sizes do not matter. */
function isInert(place: SystemPlace, { path, mode }: TreeEntry): boolean {
  return mode === PLAIN_FILE && kindIn(place, path) === "inert";
}

/** A path that a lenient file system would put into the folder, and git does not. */
function isOnlyNearly(place: SystemPlace, { path }: TreeEntry): boolean {
  const isBelow = place.path === "" || path.startsWith(`${place.path}/`);
  return !isBelow && kindIn(place, path) === undefined;
}

function checkEntry(entry: TreeEntry, kind: FileKind | undefined): readonly Finding[] {
  const { path, mode, size = Number.POSITIVE_INFINITY } = entry;
  if (mode !== PLAIN_FILE) {
    const facts = { problem: MODE_NAMES.get(mode) ?? "mode", mode };
    return [schemaFinding("file-mode-forbidden", { path }, facts)];
  }
  if (kind === undefined) {
    return [schemaFinding("file-kind-unknown", { path }, { problem: "unknown-kind" })];
  }
  const limit = MAX_BYTES[kind];
  if (size <= limit) return [];
  const facts = { bytes: String(entry.size ?? "unknown"), limit: String(limit) };
  return [schemaFinding("file-too-large", { path }, facts)];
}
