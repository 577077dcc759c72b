import type { Sha } from "../core/kernel/ids.ts";
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
};

/** A repository on this machine, read by its objects alone: nothing is checked out or fetched. */
export type Clone = GitObjects & {
  resolve(ref: string): Promise<Result<Sha, UnknownRef>>;
  close(): Promise<void>;
};
