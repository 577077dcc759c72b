import type { GateReport } from "../../core/gate/gate.ts";
import type { ReasonCode } from "../../core/gate/reason-code.ts";
import { systemToRun } from "../../core/ir/pull-request-class.ts";
import { renderChange } from "../../core/prose/summary.ts";
import type { GateSummary, PullRecord } from "../../ports/store/pulls.ts";
import type { Governing } from "./governing.ts";

export type Concluding = {
  readonly state: string;
  readonly reason: ReasonCode;
  readonly reports?: readonly GateReport[];
  readonly scorecard?: string;
};

/** A pull request's record after a step, built anew from what the step saw. */
export function recordOf(governing: Governing, concluding: Concluding): PullRecord {
  const { reconciling, gathered, inputs, bound, earlier } = governing;
  const { pullRequestClass, mutation } = gathered.change;
  const system = systemToRun(pullRequestClass);
  return {
    key: reconciling.lease.key,
    headSha: reconciling.pull.headSha,
    baseSha: reconciling.pull.baseSha,
    inputs,
    bound,
    classified: pullRequestClass,
    mode: gathered.change.charter.mode,
    ...(system === undefined ? {} : { system }),
    state: concluding.state,
    reason: concluding.reason,
    gates: (concluding.reports ?? []).map(summaryOf),
    change: mutation === undefined ? "" : renderChange(mutation),
    scorecard: concluding.scorecard ?? "",
    answers: earlier?.answers ?? [],
    ...(earlier?.rested === undefined ? {} : { rested: earlier.rested }),
  };
}

function summaryOf(report: GateReport): GateSummary {
  return {
    gate: report.gate,
    outcome: report.outcome,
    reason: report.reason,
    findings: report.findings.length,
  };
}
