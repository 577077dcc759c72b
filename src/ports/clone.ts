import type { Sha } from "../core/kernel/ids.ts";
import type { Instant } from "../core/kernel/instant.ts";
import type { Result } from "../core/kernel/result.ts";
import type { GitObjects } from "./git-objects.ts";

/** Why a directory cannot be read as a whole repository. */
export type CloneRefusal =
  | { readonly kind: "git-missing" }
  | { readonly kind: "not-a-repository"; readonly directory: string }
  /** History was cut off, so the merge base could be a wrong one. */
  | { readonly kind: "shallow" }
  /** Objects are named by SHA-256, which GitHub does not serve. */
  | { readonly kind: "object-format"; readonly format: string };

/** A name that leads to no commit here, and names that do. */
export type UnknownRef = {
  readonly kind: "ref-unknown";
  readonly ref: string;
  readonly known: readonly string[];
  /** The one that was most likely meant, where one is near enough. */
  readonly meant?: string;
};

/** One commit of a branch's own history. */
export type PastCommit = {
  readonly commit: Sha;
  readonly parent: Sha;
  /** When it was committed, as its committer says. */
  readonly at: Instant;
  readonly author: { readonly name: string; readonly email: string };
  readonly subject: string;
};

/** The clone together with the files on the disk, under a name that is no commit's. */
export type WithWorktree = { readonly objects: GitObjects; readonly headSha: Sha };

/** A repository on this machine, read by its objects alone: nothing is checked out or fetched. */
export type Clone = GitObjects & {
  /** What a branch gained between two commits, oldest first, merges as one. */
  history(from: Sha, to: Sha): Promise<readonly PastCommit[]>;
  /** Nothing where the repository is bare. */
  withWorktree(): Promise<WithWorktree | undefined>;
  resolve(ref: string): Promise<Result<Sha, UnknownRef>>;
  close(): Promise<void>;
};
