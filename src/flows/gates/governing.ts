import type { LockedAsking } from "../../core/evaluation/asking-commitment.ts";
import type { Digest } from "../../core/kernel/digest.ts";
import type { SystemVersion } from "../../core/ir/system.ts";
import type { PullKey, RepositoryId } from "../../core/kernel/ids.ts";
import type { Instant } from "../../core/kernel/instant.ts";
import type { PullRequest } from "../../ports/forge.ts";
import type { Ports } from "../../ports/ports.ts";
import type { PullRecord } from "../../ports/store/pulls.ts";
import type { StoreWith } from "../../ports/store/store-with.ts";
import type { EvaluationPorts } from "../evaluation/evaluating.ts";
import type { OpenSealed } from "../evaluation/load-sealed.ts";
import type { GatheredChange } from "../reading/gather-change.ts";
import type { Reconciling } from "../reconcile/reconciling.ts";

/** When to look again without being rung, such as when the budget's next slot opens. */
export type Governed = { readonly nextDueAt?: Instant };

/** As much of a pull request as gates and decision look at. A clone has no more of it. */
type JudgedPull = Pick<
  PullRequest,
  "number" | "headSha" | "baseSha" | "author" | "isDraft" | "headRepositoryId"
>;

/**
 * What the gates and the decision are told beside the change itself. Nothing in it can write to a
 * ledger or to GitHub, so the same steps weigh a change on a clone.
 */
export type Weighing = {
  readonly reconciling: {
    readonly ports: Omit<EvaluationPorts, "store"> &
      Pick<Ports, "appVersion" | "judge"> &
      Partial<Pick<Ports, "entropy">> & {
        readonly store: StoreWith<"budgets" | "evidence" | "custody">;
      };
    readonly lease: { readonly key: PullKey };
    readonly repository: { readonly id: RepositoryId };
    readonly pull: JudgedPull;
    isCurrent(): Promise<boolean>;
    /** A version of this repository that was read before, whole; nothing where none is at hand. */
    readVersion(version: Digest): Promise<SystemVersion | undefined>;
    /** On a clone the directory that is given stands for it, unless the record says otherwise. */
    readonly openSealed: OpenSealed;
  };
  readonly gathered: GatheredChange;
  readonly earlier?: Pick<PullRecord, "headSha" | "decision" | "rested">;
  /** On a clone: what the record tells of the decisions on this change, oldest first. */
  readonly recorded?: readonly LockedAsking[];
};

/** What a governing step is told beside the change itself. */
export type Governing = {
  readonly reconciling: Reconciling;
  readonly gathered: GatheredChange;
  readonly inputs: Digest;
  readonly bound: Digest;
  readonly earlier?: PullRecord;
};
