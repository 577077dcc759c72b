import type { Finding } from "../gate/finding.ts";
import type { Digest } from "../kernel/digest.ts";
import type { Charter } from "./charter.ts";
import type { Mutation } from "./mutation.ts";
import type { PullRequestClass } from "./pull-request-class.ts";
import type { Snapshot, TreeChange } from "./snapshot.ts";

/** Everything the deterministic gates see of one pull request. The charter is the base's. */
export type ProposedChange = {
  readonly charter: Charter;
  readonly charterDigest: Digest;
  readonly pullRequestClass: PullRequestClass;
  readonly treeChanges: readonly TreeChange[];
  readonly base: Snapshot;
  readonly head: Snapshot;
  /** Present when the class is `mutation` and both sides could be read. */
  readonly mutation?: Mutation;
  /** Why a side could not be read: what a definition says beyond its schema is said all the same. */
  readonly unread?: readonly Finding[];
};
