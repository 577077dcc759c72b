import type { Sha } from "../../core/kernel/ids.ts";
import type { Snapshot, Tree } from "../../core/ir/snapshot.ts";
import type { GitObjects } from "../../ports/git-objects.ts";

/** Blobs above this are named by the tree reader as too large; their bytes are never fetched. */
const LARGEST_BLOB = 1024 * 1024;

/** Requests under way at once, so that one large pull request does not starve the others. */
const AT_ONCE = 8;

/** The tree of a commit with the bytes of the wanted paths. Content comes from git objects only. */
export async function loadSnapshot(
  objects: GitObjects,
  commit: Sha,
  wanted: { readonly tree: Tree; readonly paths: readonly string[] },
): Promise<Snapshot> {
  const shas = new Set<Sha>();
  for (const path of wanted.paths) {
    const entry = wanted.tree.get(path);
    if (entry && entry.mode !== "160000" && (entry.size ?? 0) <= LARGEST_BLOB) shas.add(entry.sha);
  }
  const blobs = new Map<Sha, Uint8Array>();
  const queue = [...shas];
  const fetchers = Array.from({ length: Math.min(AT_ONCE, queue.length) }, async () => {
    for (let sha = queue.pop(); sha !== undefined; sha = queue.pop()) {
      blobs.set(sha, await objects.blob(sha));
    }
  });
  await Promise.all(fetchers);
  return { commit, tree: wanted.tree, blobs };
}
