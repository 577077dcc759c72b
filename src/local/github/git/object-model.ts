import { loadCommit, saveCommit, type Commit } from "./commit.ts";
import { flattenTree, saveFlatTree, type FlatTree, type Leaf } from "./flat-tree.ts";
import { mergeBase } from "./history.ts";
import { mergeTrees, type MergedTree } from "./merge-trees.ts";
import { saveBlob, type ObjectStore } from "./objects.ts";
import { changesBetween, type FileChange } from "./file-changes.ts";

export function treeOf(store: ObjectStore, commit: string): FlatTree {
  return flattenTree(store, loadCommit(store, commit).tree);
}

/** What a pull request shows: the head against its merge base with the base branch. */
export function changesSinceFork(
  store: ObjectStore,
  base: string,
  head: string,
): readonly FileChange[] {
  const fork = mergeBase(store, base, head);
  const before = fork === undefined ? new Map<string, Leaf>() : treeOf(store, fork);
  return changesBetween(store, { before, after: treeOf(store, head) });
}

export function mergeCommits(store: ObjectStore, base: string, head: string): MergedTree {
  const fork = mergeBase(store, base, head);
  return mergeTrees(store, {
    base: fork === undefined ? new Map() : treeOf(store, fork),
    ours: treeOf(store, base),
    theirs: treeOf(store, head),
  });
}

export function saveTreeCommit(
  store: ObjectStore,
  tree: FlatTree,
  commit: Omit<Commit, "tree">,
): string {
  return saveCommit(store, { ...commit, tree: saveFlatTree(store, tree) });
}

export function treeFromFiles(
  store: ObjectStore,
  files: Readonly<Record<string, string | Uint8Array>>,
): FlatTree {
  const leaves = Object.entries(files).map(([path, content]): [string, Leaf] => [
    path,
    { mode: "100644", sha: saveBlob(store, content) },
  ]);
  return new Map(leaves);
}
