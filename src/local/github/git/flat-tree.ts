import { isDirectory, loadTree, saveTree, type TreeEntry } from "./tree.ts";
import type { ObjectStore } from "./objects.ts";

export type Leaf = { readonly mode: string; readonly sha: string };

/** Every file, link and submodule of a tree by its full path. */
export type FlatTree = ReadonlyMap<string, Leaf>;

export function flattenTree(store: ObjectStore, id: string, prefix = ""): Map<string, Leaf> {
  const flat = new Map<string, Leaf>();
  for (const entry of loadTree(store, id)) {
    const path = prefix + entry.name;
    if (!isDirectory(entry)) flat.set(path, { mode: entry.mode, sha: entry.sha });
    else
      for (const [below, leaf] of flattenTree(store, entry.sha, `${path}/`)) flat.set(below, leaf);
  }
  return flat;
}

export function saveFlatTree(store: ObjectStore, flat: FlatTree): string {
  const files: TreeEntry[] = [];
  const folders = new Map<string, Map<string, Leaf>>();
  for (const [path, leaf] of flat) {
    const slash = path.indexOf("/");
    if (slash < 0) {
      files.push({ name: path, ...leaf });
      continue;
    }
    const name = path.slice(0, slash);
    const below = folders.get(name) ?? new Map<string, Leaf>();
    folders.set(name, below.set(path.slice(slash + 1), leaf));
  }
  const nested = [...folders].map(([name, below]) => ({
    mode: "40000",
    name,
    sha: saveFlatTree(store, below),
  }));
  return saveTree(store, [...files, ...nested]);
}

export type PathEntry = Leaf & { readonly path: string };

/** What a recursive listing shows: folders as well as what they contain, in git's order. */
export function walkTree(store: ObjectStore, id: string, prefix = ""): readonly PathEntry[] {
  return loadTree(store, id).flatMap((entry) => {
    const path = prefix + entry.name;
    const own = { path, mode: entry.mode, sha: entry.sha };
    return isDirectory(entry) ? [own, ...walkTree(store, entry.sha, `${path}/`)] : [own];
  });
}

export function entryAt(store: ObjectStore, root: string, path: string): Leaf | undefined {
  let here: Leaf = { mode: "40000", sha: root };
  for (const name of path.split("/").filter((part) => part !== "")) {
    if (!isDirectory(here)) return undefined;
    const next = loadTree(store, here.sha).find((entry) => entry.name === name);
    if (next === undefined) return undefined;
    here = { mode: next.mode, sha: next.sha };
  }
  return here;
}
