import type { Rested } from "../../core/evaluation/asking.ts";
import type { LockedAsking } from "../../core/evaluation/asking-commitment.ts";
import type { EpochPlace, Evaluation } from "../../core/evaluation/evaluation.ts";
import type { JobRun } from "../../core/evaluation/job.ts";
import type { ReasonCode } from "../../core/gate/reason-code.ts";
import type { Charter, SystemRules } from "../../core/ir/charter.ts";
import type { Mutation } from "../../core/ir/mutation.ts";
import type { JudgeModel } from "../../core/judging/judge-model.ts";
import type { Entropy } from "../../ports/clock.ts";
import type { SystemVersion } from "../../core/ir/system.ts";
import type { ModelAccount, Models } from "../../ports/models.ts";
import type { Ports } from "../../ports/ports.ts";
import type { Pair } from "../../ports/store/evidence.ts";
import type { StoreWith } from "../../ports/store/store-with.ts";
import type { Progress } from "./collect-cases.ts";
import type { OpenSealed } from "./load-sealed.ts";
import type { Prepared, ShownSuites } from "./prepare-suites.ts";

export type EvaluationPorts = Pick<Ports, "sandbox" | "sealedSuites" | "clock"> & {
  readonly store: StoreWith<"evidence" | "custody">;
  /** Absent where no provider may be asked, as on a clone. */
  readonly models?: Models;
  /** Who compares free text; absent where the operator has not enabled it. */
  readonly rater?: JudgeModel;
  readonly entropy?: Entropy;
};

/** What people last approved. `missing`: nobody can read it here. */
export type Anchor = SystemVersion | "missing";

export type EvaluationRequest = {
  readonly repositoryId: number;
  readonly mutation: Mutation;
  /** From the charter at the base, as the suites are: the judged never supplies the judge. */
  readonly rules: SystemRules;
  readonly suites: ShownSuites;
  /** Which workflow run answered, or why none will, where that is known. */
  readonly job?: { readonly run?: JobRun | undefined; readonly unanswered?: ReasonCode };
  /** Whom it names as proposers: no model of their family compares their answers. */
  readonly charter?: Pick<Charter, "proposers" | "judge">;
  /** What people last approved, where that is another version than the baseline. */
  readonly anchor?: Anchor;
  /** False as soon as something newer happened: the evaluation then stops and can be resumed. */
  isCurrent(): Promise<boolean>;
  /** Keeps so many sealed pairs of the system's budget, or answers that it has not so many. */
  reservePairs(pairs: number): Promise<boolean>;
  /** Whether an evaluation of this change ended before what it had asked was counted. */
  readonly owesPairs?: boolean;
  /** Whence models are paid; absent where none is asked for money. */
  readonly account?: ModelAccount;
  /** Opens private repositories; absent on a clone, where the directory stands for them. */
  readonly openSealed?: OpenSealed | undefined;
  /** What earlier decisions on this very pair rested on, oldest first. */
  readonly rested?: readonly (Rested | LockedAsking)[];
  readonly onProgress?: ((progress: SuiteProgress) => void | Promise<void>) | undefined;
};

/** How far the sealed suite got is a figure of it like any other: for eyes that may see those. */
export type SuiteProgress = Omit<Progress, "suite"> & {
  readonly suite: "public" | "sealed" | "other";
};

/** One evaluation under way. */
export type Evaluating = {
  readonly ports: EvaluationPorts;
  readonly request: EvaluationRequest;
  readonly pair: Pair;
  readonly epoch: EpochPlace;
  readonly prepared: Prepared;
  /** The walls that were reached around both versions. */
  readonly isolation: Evaluation["isolation"];
};
