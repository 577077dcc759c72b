import type { PullKey, RepositoryId } from "../../core/kernel/ids.ts";
import type { Digest } from "../../core/kernel/digest.ts";
import type { Instant } from "../../core/kernel/instant.ts";
import type { Rollout } from "../../core/rollout/rollout.ts";

/** Which version a unit was given, once and for the life of the roll-out. The log is the exposure log. */
export type Exposure = {
  readonly rolloutId: string;
  readonly unit: string;
  readonly variant: "stable" | "candidate";
  readonly artifact: Digest;
  readonly share: number;
  readonly at: Instant;
};

export type Rollouts = {
  load(id: string): Promise<Rollout | undefined>;
  /** Locks the row, so that outcomes and commands on one roll-out take turns. */
  loadForUpdate(id: string): Promise<Rollout | undefined>;
  save(rollout: Rollout): Promise<void>;
  ofPull(key: PullKey): Promise<Rollout | undefined>;
  /**
   * The roll-out of a system that is under way, if any: in shadow, canary, promoting or rolling back,
   * or held in a stage, whose units keep the version they were given.
   */
  active(repositoryId: RepositoryId, system: string): Promise<Rollout | undefined>;
  /** The newest of a system that was promoted and not taken back since. */
  promoted(repositoryId: RepositoryId, system: string): Promise<Rollout | undefined>;
  /** By system the newest that asked a workflow for a deployment, among a repository's latest. */
  delivering(repositoryId: RepositoryId): Promise<readonly Rollout[]>;
  /** Those of the units that were given a version. */
  exposures(rolloutId: string, units: readonly string[]): Promise<readonly Exposure[]>;
  /** What those of the units were given that were given one; the quick way to ask for just that. */
  variants(
    rolloutId: string,
    units: readonly string[],
  ): Promise<ReadonlyMap<string, Exposure["variant"]>>;
  /**
   * Keeps the first exposure of each unit of one roll-out, and answers what the others were given:
   * units without an answer have what is told here.
   */
  expose(exposures: readonly Exposure[]): Promise<ReadonlyMap<string, Exposure["variant"]>>;
};
