import type { Incident } from "../../core/incident/incident.ts";
import type { Licence } from "../../core/incident/licence.ts";
import type { ReleaseGuard } from "../../core/incident/release-guard.ts";
import type { TreeEntry } from "../../core/ir/snapshot.ts";
import type { PullKey, RepositoryId, Sha } from "../../core/kernel/ids.ts";

/** What the app knows of a default branch: the tip it last saw, and the guarded rows as they should be. */
export type WatchedBranch = {
  readonly repositoryId: RepositoryId;
  readonly tip: Sha;
  /** The newest commit on which nothing deviated. */
  readonly lawfulCommit: Sha;
  readonly rows: readonly TreeEntry[];
  /** The highest id of a deployment that was looked at. */
  readonly deployment: number;
  /** How the branch was guarded at its lawful best; absent before anybody could look. */
  readonly guard?: ReleaseGuard;
};

export type Incidents = {
  /** Locks the row: lifting and looking take turns. */
  branch(repositoryId: RepositoryId): Promise<WatchedBranch | undefined>;
  saveBranch(branch: WatchedBranch): Promise<void>;
  /** What was approved and is not known to be merged or given up. */
  licences(repositoryId: RepositoryId): Promise<readonly Licence[]>;
  grant(licence: Licence): Promise<void>;
  withdraw(key: PullKey): Promise<void>;
  /** Oldest first. */
  open(repositoryId: RepositoryId): Promise<readonly Incident[]>;
  save(incident: Incident): Promise<void>;
};
