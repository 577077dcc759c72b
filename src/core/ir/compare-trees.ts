import type { Tree, TreeChange, TreeEntry } from "./snapshot.ts";

/** Every path whose mode or content differs, by path. A rename is a removal and an addition. */
export function compareTrees(base: Tree, head: Tree): readonly TreeChange[] {
  const paths = new Set([...base.keys(), ...head.keys()]);
  return [...paths]
    .sort()
    .map((path) => changeOf(path, base.get(path), head.get(path)))
    .filter((change) => change !== undefined);
}

function changeOf(
  path: string,
  before: TreeEntry | undefined,
  after: TreeEntry | undefined,
): TreeChange | undefined {
  if (before === undefined) return after && { path, kind: "added", after };
  if (after === undefined) return { path, kind: "removed", before };
  if (before.sha === after.sha && before.mode === after.mode) return undefined;
  return { path, kind: "modified", before, after };
}
