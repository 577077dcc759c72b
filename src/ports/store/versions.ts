import type { Digest } from "../../core/kernel/digest.ts";
import type { RepositoryId, Sha } from "../../core/kernel/ids.ts";
import type { Instant } from "../../core/kernel/instant.ts";
import type { Pointer } from "../../core/kernel/pointer.ts";
import type { SystemRules } from "../../core/ir/charter.ts";
import type { Position } from "../../core/ir/system.ts";

/**
 * One version of the IR that the app has read: where it was first met, and the bundle that holds
 * its definition and files. The bundle names no commit, so what depends on one stands here.
 */
export type RegisteredVersion = {
  readonly repositoryId: RepositoryId;
  readonly system: string;
  readonly version: Digest;
  readonly artifact: Digest;
  /** What it was proposed on; nothing for a version that was met as a baseline. */
  readonly parent?: Digest;
  readonly commit: Sha;
  /** The system's folder in that commit. */
  readonly path: string;
  /** Where each pointer is written in that commit. */
  readonly positions: readonly (readonly [Pointer, Position])[];
  /** The tiers of the charter under which it was first met. */
  readonly tiers: SystemRules["tiers"];
  readonly at: Instant;
};

export type Versions = {
  /** Keeps what is known already: a version never changes, and its first commit is its origin. */
  register(version: RegisteredVersion): Promise<void>;
  load(repositoryId: RepositoryId, version: Digest): Promise<RegisteredVersion | undefined>;
};
