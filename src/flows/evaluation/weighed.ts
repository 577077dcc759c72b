import type { Decision } from "../../core/decision/decision.ts";
import type { Evaluation } from "../../core/evaluation/evaluation.ts";
import type { GateReport } from "../../core/gate/gate.ts";
import type { SystemRules } from "../../core/ir/charter.ts";
import type { Mutation } from "../../core/ir/mutation.ts";
import type { Digest } from "../../core/kernel/digest.ts";
import type { ModeVerdict } from "../../core/judging/mode-verdict.ts";

/** Evidence, judge's verdict and decision of one mutation, before any of it is written. */
export type Weighed = {
  readonly mutation: Mutation;
  readonly rules: SystemRules;
  readonly evaluation: Evaluation;
  /** The judge's, by mode; none where there was nothing to judge. */
  readonly verdicts: readonly ModeVerdict[];
  /** What the judge's second run asked of the sealed suite, beside the evaluation. */
  readonly remeasuredPairs: number;
  /** What other shards of the sealed suite that run asked. */
  readonly told: readonly Digest[];
  /** Of every gate, in order, the decision's included. */
  readonly reports: readonly GateReport[];
  readonly decision: Decision;
};
