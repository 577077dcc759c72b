import type { RepositoryId, Sha } from "../../core/kernel/ids.ts";
import type { Tree } from "../../core/ir/snapshot.ts";
import type { Lru } from "./lru.ts";
import type { AppOctokit } from "./probot.ts";
import type { Sketch } from "./sketch.ts";

/** Git objects by id; shared between repositories, because an id names the same bytes in all. */
export type ObjectCache = {
  readonly blobs: Lru<Uint8Array>;
  /** By commit, and by folder where a commit's tree is too long to be listed at once. */
  readonly trees: Lru<Tree>;
  /** What was listed of commits that are not listed whole, so that nobody walks them again. */
  readonly cutTrees: Lru<Tree>;
  readonly mergeBases: Lru<Sha>;
  /** What a comparison told of its head, by that commit. */
  readonly sketches: Lru<Sketch>;
  /** `repository id/label` that are known to exist with their colour. */
  readonly labels: Set<string>;
  /** What repositories were last called: where to ask, never what to believe. */
  readonly names: Map<RepositoryId, RepositoryName>;
};

export type RepositoryName = { readonly owner: string; readonly repo: string };

/** One repository through one installation's token. */
export type Connection = {
  readonly octokit: AppOctokit;
  readonly id: RepositoryId;
  readonly name: RepositoryName;
  readonly appId: number;
  readonly mergeMethod: "merge" | "squash" | "rebase";
  readonly cache: ObjectCache;
};
