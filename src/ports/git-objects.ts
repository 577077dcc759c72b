import type { Sha } from "../core/kernel/ids.ts";
import type { Tree } from "../core/ir/snapshot.ts";

/**
 * What the gates read of a repository, wherever it lies. Reads answer whole or throw: a partial
 * listing would look like deletions, and a cut file like another one.
 */
export type GitObjects = {
  /** The newest common ancestor, or nothing when there is none. */
  mergeBase(base: Sha, head: Sha): Promise<Sha | undefined>;
  tree(commit: Sha): Promise<Tree>;
  blob(sha: Sha): Promise<Uint8Array>;
};
