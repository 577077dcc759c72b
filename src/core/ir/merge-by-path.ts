import type { Tree, TreeEntry } from "./snapshot.ts";

export type MergedByPath = {
  readonly tree: Tree;
  /** Paths that both sides changed, each in its own way; only a merge of their lines could tell. */
  readonly contested: readonly string[];
};

type Sides = { readonly base: Tree; readonly ours: Tree; readonly theirs: Tree };

/** What a three-way merge makes of whole files. Contested paths keep what our side has. */
export function mergeByPath({ base, ours, theirs }: Sides): MergedByPath {
  const tree = new Map<string, TreeEntry>(ours);
  const contested: string[] = [];
  for (const path of new Set([...base.keys(), ...theirs.keys()])) {
    const [before, own, other] = [base.get(path), ours.get(path), theirs.get(path)];
    if (isSame(before, other) || isSame(own, other)) continue;
    if (!isSame(before, own)) contested.push(path);
    else if (other === undefined) tree.delete(path);
    else tree.set(path, other);
  }
  return { tree, contested };
}

function isSame(left: TreeEntry | undefined, right: TreeEntry | undefined): boolean {
  return left?.sha === right?.sha && left?.mode === right?.mode;
}
