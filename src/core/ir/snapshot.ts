import type { Sha } from "../kernel/ids.ts";

/** One row of a recursive git tree: the mode tells symlinks (120000) and submodules (160000) apart. */
export type TreeEntry = {
  readonly path: string;
  readonly mode: string;
  readonly sha: Sha;
  /** Bytes; git gives none for submodules. */
  readonly size?: number;
};

/** A whole commit's tree by path. A truncated listing never becomes one: it is refused before. */
export type Tree = ReadonlyMap<string, TreeEntry>;

/**
 * What the gates may read of one commit: its tree, and the bytes of the blobs they asked for.
 * Content comes from git objects, never from patches or file listings, which GitHub truncates.
 */
export type Snapshot = {
  readonly commit: Sha;
  readonly tree: Tree;
  readonly blobs: ReadonlyMap<Sha, Uint8Array>;
};

/** One path whose mode or content differs between two trees. */
export type TreeChange = {
  readonly path: string;
  readonly kind: "added" | "removed" | "modified";
  readonly before?: TreeEntry;
  readonly after?: TreeEntry;
};
