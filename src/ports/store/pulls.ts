import type { Decision } from "../../core/decision/decision.ts";
import type { Rested } from "../../core/evaluation/asking.ts";
import type { Gate, Outcome } from "../../core/gate/gate.ts";
import type { ReasonCode } from "../../core/gate/reason-code.ts";
import type { Digest } from "../../core/kernel/digest.ts";
import type { PullKey, RepositoryId, Sha } from "../../core/kernel/ids.ts";
import type { Enactment } from "../../core/lineage/enactment.ts";
import type { PullRequestClass } from "../../core/ir/pull-request-class.ts";

export type GateSummary = {
  readonly gate: Gate;
  readonly outcome: Outcome;
  readonly reason: ReasonCode;
  readonly findings: number;
};

/** What we last concluded about one pull request. Rebuilt whenever its inputs change. */
export type PullRecord = {
  readonly key: PullKey;
  readonly headSha: Sha;
  readonly baseSha: Sha;
  /** Digest of what GitHub says at a glance; equal means that nothing needs to be read again. */
  readonly inputs: Digest;
  /** Digest of what the conclusion is bound to: systems before and after, charter, suites. */
  readonly bound: Digest;
  readonly classified: PullRequestClass;
  /** Whether the charter enforces or only watches; a watched head is never blocked. */
  readonly mode: "enforce" | "monitor";
  readonly system?: string;
  /** What the state label says, but for `checking`, which has none: `rejected`, `accepted`, `canary`, … */
  readonly state: string;
  /** Why it is in that state. */
  readonly reason: ReasonCode;
  readonly gates: readonly GateSummary[];
  readonly decision?: Decision;
  /** How far the change moves its system; counted against the charter once it is promoted. */
  readonly drift?: number;
  /** The sealed suite and the epoch from which a quarantined change may get more evidence. */
  readonly awaits?: {
    readonly ref: string;
    readonly repository?: string;
    readonly epoch: number;
  };
  /** How far the latest decision on a pair had asked its sealed suite. A sealed figure. */
  readonly rested?: Rested & { readonly before: Digest; readonly after: Digest };
  readonly rolloutId?: string;
  /** The incident whose rows the head puts back. */
  readonly restores?: string;
  /** What the head brings about beside its files once it is merged as it was approved. */
  readonly enacts?: Enactment;
  /** Parts of the sticky comment that a stage never alters: the semantic diff and the scorecard. */
  readonly change: string;
  readonly scorecard: string;
  /** How the latest commands were answered, newest last. */
  readonly answers: readonly string[];
};

export type Pulls = {
  load(key: PullKey): Promise<PullRecord | undefined>;
  save(record: PullRecord): Promise<void>;
  /** Pull requests of a repository that are not over. */
  openIn(repositoryId: RepositoryId): Promise<readonly PullKey[]>;
  /** Pull requests whose change is quarantined, in every repository. */
  quarantined(): Promise<readonly PullRecord[]>;
  /** Open pull requests of a system whose decision stands, oldest first. */
  ofSystem(repositoryId: number, system: string): Promise<readonly PullRecord[]>;
};
