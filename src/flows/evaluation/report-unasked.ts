import { evaluationReport } from "../../core/evaluation/report-evaluation.ts";
import type { GateReport } from "../../core/gate/gate.ts";
import type { ReasonCode } from "../../core/gate/reason-code.ts";
import type { Asked } from "./ask-suites.ts";

/** Reasons that somebody can clear away; the others are outages and breaches of the provider's. */
const UNDECIDED: readonly ReasonCode[] = [
  "model-unconfigured",
  "model-unpriced",
  "model-budget-spent",
  "model-access-refused",
  "model-request-refused",
];

/** The rater, or its provider, broke; a person can ask again. */
const UNHEARD: readonly ReasonCode[] = [
  "rater-answer-invalid",
  "model-unavailable",
  "model-timed-out",
  "model-reply-broken",
  "model-reply-oversized",
  "model-swapped",
];

/** What the gate says where the suites could not be asked to their end. */
export function reportUnasked(asked: Exclude<Asked, { readonly kind: "asked" }>): GateReport {
  switch (asked.kind) {
    case "overtaken":
      return evaluationReport("no-data", "evaluation-interrupted");
    case "unaffordable":
      return evaluationReport("no-data", "budget-spend-exceeded");
    case "shard-spent":
      return evaluationReport("no-data", "sealed-suite-spent");
    case "over-time":
      return evaluationReport("no-data", "runner-over-time");
    case "crashed":
      return evaluationReport("error", "dependency-failed");
    case "unrated":
      return evaluationReport(UNHEARD.includes(asked.reason) ? "error" : "no-data", asked.reason);
    case "unanswered":
      return evaluationReport(UNDECIDED.includes(asked.reason) ? "no-data" : "error", asked.reason);
  }
}
