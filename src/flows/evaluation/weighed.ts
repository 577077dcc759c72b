import type { Decision } from "../../core/decision/decision.ts";
import type { Evaluation } from "../../core/evaluation/evaluation.ts";
import type { GateReport } from "../../core/gate/gate.ts";
import type { SystemRules } from "../../core/ir/charter.ts";
import type { Mutation } from "../../core/ir/mutation.ts";
import type { Verdict } from "../../core/judging/verdict.ts";

/** Evidence, judge's verdict and decision of one mutation, before any of it is written. */
export type Weighed = {
  readonly mutation: Mutation;
  readonly rules: SystemRules;
  readonly evaluation: Evaluation;
  readonly verdict?: Verdict;
  /** Of every gate, in order, the decision's included. */
  readonly reports: readonly GateReport[];
  readonly decision: Decision;
};
