import type { Digest } from "../../core/kernel/digest.ts";
import type { InstallationId, PullKey, RepositoryId, Sha } from "../../core/kernel/ids.ts";
import type { Instant } from "../../core/kernel/instant.ts";

/** What runs in production is what this pointer says; `main` follows it. */
export type ProductionPointer = {
  readonly repositoryId: RepositoryId;
  readonly system: string;
  /** Artifact digest, and the digest of the system it was compiled from. */
  readonly artifact: Digest;
  readonly version: Digest;
  readonly commit: Sha;
  readonly since: Instant;
};

/** Whose canary a system is held for, and until when unless somebody moves it. */
export type CanaryHolder = PullKey & { readonly until: Instant };

/** One edge of the lineage: `version` came from `parent` by this pull request. */
export type LineageEdge = {
  readonly repositoryId: RepositoryId;
  readonly system: string;
  readonly version: Digest;
  readonly parent?: Digest;
  readonly pull?: number;
  readonly entrySeq: number;
};

export type Systems = {
  pointer(repositoryId: RepositoryId, system: string): Promise<ProductionPointer | undefined>;
  /** By name alone, for runtimes; a name used in two repositories needs the repository too. */
  pointersNamed(system: string): Promise<readonly ProductionPointer[]>;
  point(pointer: ProductionPointer): Promise<void>;
  recordEdge(edge: LineageEdge): Promise<void>;
  lineage(repositoryId: RepositoryId, version: Digest): Promise<readonly LineageEdge[]>;
  rememberInstallation(repositoryId: RepositoryId, installation: InstallationId): Promise<void>;
  installationOf(repositoryId: RepositoryId): Promise<InstallationId | undefined>;
  forgetInstallation(installation: InstallationId): Promise<void>;
  /** Which of these the app is installed as. */
  knownInstallations(
    installations: readonly InstallationId[],
  ): Promise<ReadonlySet<InstallationId>>;
  rememberInstalled(installation: InstallationId): Promise<void>;
  /**
   * One canary per system: true when `key` holds the lock, now or from before. Nobody else gets it
   * by the clock alone, for the holder's units still have its version: who let it run out is rolled
   * back, and lets go with that.
   */
  holdCanary(
    ...lock: [key: PullKey, system: string, reason: string, until: Instant]
  ): Promise<boolean>;
  canaryHolder(repositoryId: RepositoryId, system: string): Promise<CanaryHolder | undefined>;
  releaseCanary(key: PullKey, system: string): Promise<void>;
};
