import { objectOf, saveBlob, type ObjectStore } from "./objects.ts";
import type { FlatTree, Leaf } from "./flat-tree.ts";
import { isBinary } from "./file-changes.ts";
import { mergeText } from "./merge-text.ts";

export type MergedTree =
  | { readonly kind: "clean"; readonly tree: FlatTree }
  | { readonly kind: "conflict"; readonly paths: readonly string[] };

type Sides = { readonly base: FlatTree; readonly ours: FlatTree; readonly theirs: FlatTree };
type MergedLeaf =
  | { readonly kind: "leaf"; readonly leaf: Leaf | undefined }
  | { readonly kind: "conflict" };

function isSame(one: Leaf | undefined, two: Leaf | undefined): boolean {
  return one?.sha === two?.sha && one?.mode === two?.mode;
}

function textOf(store: ObjectStore, leaf: Leaf): string | undefined {
  const bytes = objectOf(store, "blob", leaf.sha);
  return isBinary(bytes) ? undefined : Buffer.from(bytes).toString("utf8");
}

function mergeContents(store: ObjectStore, leaves: readonly Leaf[]): MergedLeaf {
  const [ours] = leaves;
  const texts = leaves.map((leaf) =>
    leaf.mode.startsWith("100") ? textOf(store, leaf) : undefined,
  );
  const [mine, base, theirs] = texts;
  if (ours === undefined || mine === undefined || base === undefined || theirs === undefined) {
    return { kind: "conflict" };
  }
  const merged = mergeText(base, mine, theirs);
  if (merged === undefined) return { kind: "conflict" };
  return { kind: "leaf", leaf: { mode: ours.mode, sha: saveBlob(store, merged) } };
}

function mergeLeaf(store: ObjectStore, sides: Sides, path: string): MergedLeaf {
  const base = sides.base.get(path);
  const ours = sides.ours.get(path);
  const theirs = sides.theirs.get(path);
  if (isSame(ours, theirs) || isSame(theirs, base)) return { kind: "leaf", leaf: ours };
  if (isSame(ours, base)) return { kind: "leaf", leaf: theirs };
  if (base === undefined || ours === undefined || theirs === undefined) return { kind: "conflict" };
  return mergeContents(store, [ours, base, theirs]);
}

export function mergeTrees(store: ObjectStore, sides: Sides): MergedTree {
  const paths = new Set([...sides.base.keys(), ...sides.ours.keys(), ...sides.theirs.keys()]);
  const tree = new Map<string, Leaf>();
  const conflicts: string[] = [];
  for (const path of paths) {
    const merged = mergeLeaf(store, sides, path);
    if (merged.kind === "conflict") conflicts.push(path);
    else if (merged.leaf !== undefined) tree.set(path, merged.leaf);
  }
  return conflicts.length > 0 ? { kind: "conflict", paths: conflicts } : { kind: "clean", tree };
}
