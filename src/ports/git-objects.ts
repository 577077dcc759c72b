import type { Sha } from "../core/kernel/ids.ts";
import type { Result } from "../core/kernel/result.ts";
import type { ReasonCode } from "../core/gate/reason-code.ts";
import type { Tree } from "../core/ir/snapshot.ts";

/** Why two commits have no one commit that all of a change is measured from. */
export type NoMergeBase = Extract<
  ReasonCode,
  "no-merge-base" | "merge-base-ambiguous" | "history-too-long"
>;

/**
 * What the gates read of a repository, wherever it lies. Reads answer whole or throw: a partial
 * listing would look like deletions, and a cut file like another one.
 */
export type GitObjects = {
  /**
   * The one newest common ancestor. Branches that were merged into each other have several, and
   * whichever one is taken, a change may stand on both sides of it and show in no difference.
   */
  mergeBase(base: Sha, head: Sha): Promise<Result<Sha, NoMergeBase>>;
  /**
   * Every path of a commit with its mode and name. An `outline` may lack the sizes of some files,
   * which is enough to tell what is touched, and spares GitHub a question.
   */
  tree(commit: Sha, detail?: "outline"): Promise<Tree>;
  blob(sha: Sha): Promise<Uint8Array>;
};
