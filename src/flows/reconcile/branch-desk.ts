import { type PullKey, pullNumber, type RepositoryId } from "../../core/kernel/ids.ts";
import type { Repository } from "../../ports/forge.ts";
import type { Ports } from "../../ports/ports.ts";
import type { Lease } from "../../ports/store/work.ts";

/**
 * The default branch is worked on like a pull request: one lease, one outbox. It has the number that
 * no pull request reaches, so that whoever locks rows in the order of their numbers locks it last.
 */
const BRANCH_DESK = pullNumber(2_147_483_647);

export function branchKey(repositoryId: RepositoryId): PullKey {
  return { repositoryId, pull: BRANCH_DESK };
}

export function isBranch({ pull }: PullKey): boolean {
  return pull === BRANCH_DESK;
}

/** The default branch of one repository under a worker's lease. */
export type Watching = {
  readonly ports: Ports;
  readonly lease: Lease;
  readonly repository: Repository;
};
