import type { InstallationId, PullKey } from "../../core/kernel/ids.ts";
import type { Instant, Milliseconds } from "../../core/kernel/instant.ts";

/**
 * The right to work on one pull request. Every write of a worker presents its fence: a worker that
 * lost its lease (paused, or thought dead) holds an older fence and is refused.
 */
export type Lease = {
  readonly key: PullKey;
  readonly installation: InstallationId;
  readonly fence: number;
  /** The generation of events seen when the lease was taken; newer ones mean: look again. */
  readonly generation: number;
  /** How often in a row the work ended in a fault before this lease. */
  readonly faults: number;
};

/** Serial and coalesced per pull request: many events, one row, one worker at a time. */
export type Work = {
  /** Something happened to this pull request: look at it at `dueAt` or as soon as possible. */
  mark(key: PullKey, installation: InstallationId, dueAt: Instant): Promise<void>;
  claim(key: PullKey, owner: string, until: Instant, now: Instant): Promise<Lease | undefined>;
  /** False when the lease was lost or a newer event came: stop and let the next claim look again. */
  renew(lease: Lease, until: Instant): Promise<boolean>;
  /** Throws when the fence is old. Call first in every transaction that writes for the lease. */
  assertHeld(lease: Lease): Promise<void>;
  /** Gives the lease back, with no fault in a row; the row stays due when newer events came, or at `nextDueAt`. */
  release(lease: Lease, nextDueAt?: Instant): Promise<void>;
  /** Gives the lease back after a fault, which is counted; due again after `pause`. */
  abandon(lease: Lease, now: Instant, pause: Milliseconds): Promise<void>;
  /**
   * Takes every lease back. Only at the start of the one process that owns an embedded store: who
   * held a lease is dead, and waiting for it to run out would be waiting for nobody.
   */
  reclaim(now: Instant): Promise<void>;
  due(now: Instant, limit: number): Promise<readonly PullKey[]>;
};
