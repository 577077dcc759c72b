import { CHARTER_PATH } from "../../core/ir/charter.ts";
import type { Tree } from "../../core/ir/snapshot.ts";
import { TreeTruncated } from "../../core/ir/tree-truncated.ts";
import type { Sha } from "../../core/kernel/ids.ts";
import { accepted, refused, type Result } from "../../core/kernel/result.ts";
import type { GitObjects, NoMergeBase } from "../../ports/git-objects.ts";

/** The base branch's tip, and what is proposed on it. */
export type Ends = { readonly baseSha: Sha; readonly headSha: Sha };

export type Trees = {
  readonly tip: { readonly commit: Sha; readonly tree: Tree };
  readonly base: { readonly commit: Sha; readonly tree: Tree };
  readonly head: { readonly commit: Sha; readonly tree: Tree };
};

/** Why the trees that a change lies between are not known. */
export type TreesRefusal = NoMergeBase | "tree-truncated";

/**
 * The trees of the base's tip, of the one merge base and of the head, each of them whole, but for
 * sizes in the head's: most of what is proposed touches nothing that they are needed for.
 */
export async function locateTrees(
  objects: GitObjects,
  { baseSha, headSha }: Ends,
): Promise<Result<Trees, TreesRefusal>> {
  const found = await objects.mergeBase(baseSha, headSha);
  if (!found.ok) return found;
  const mergeBase = found.value;
  try {
    // One after the other: the head is drawn on what is known of the base.
    const tip = await objects.tree(baseSha);
    const base = mergeBase === baseSha ? tip : await objects.tree(mergeBase);
    const head = await objects.tree(headSha, "outline");
    return accepted({
      tip: { commit: baseSha, tree: tip },
      base: { commit: mergeBase, tree: base },
      head: { commit: headSha, tree: head },
    });
  } catch (fault) {
    if (fault instanceof TreeTruncated) return refused("tree-truncated");
    throw fault;
  }
}

/** The same trees with every size in the head's, for what is read and not only named. */
export async function sizeHead(
  objects: GitObjects,
  trees: Trees,
): Promise<Result<Trees, TreesRefusal>> {
  const { commit } = trees.head;
  try {
    return accepted({ ...trees, head: { commit, tree: await objects.tree(commit) } });
  } catch (fault) {
    if (fault instanceof TreeTruncated) return refused("tree-truncated");
    throw fault;
  }
}

/** Whether a charter stands at either end, even where a tree is not listed whole. */
export async function hasCharter(objects: GitObjects, ends: Ends): Promise<boolean> {
  const listed = [await listedOf(objects, ends.baseSha), await listedOf(objects, ends.headSha)];
  return listed.some((tree) => tree.has(CHARTER_PATH));
}

async function listedOf(objects: GitObjects, commit: Sha): Promise<Tree> {
  try {
    return await objects.tree(commit);
  } catch (fault) {
    if (fault instanceof TreeTruncated) return fault.listed;
    throw fault;
  }
}
