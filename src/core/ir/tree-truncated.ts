import type { Tree } from "./snapshot.ts";

/**
 * Thrown where a commit has more files or folders than are listed. A caller that cannot say so on a
 * pull request has met a fault; what was listed shows what is there, and never what is not.
 */
export class TreeTruncated extends Error {
  readonly listed: Tree;

  constructor(listed: Tree) {
    super("tree-truncated: the commit has more files or folders than are listed");
    this.name = "TreeTruncated";
    this.listed = listed;
  }
}
