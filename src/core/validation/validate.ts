import type { Finding } from "../gate/finding.ts";
import type { GateReport } from "../gate/gate.ts";
import type { ProposedChange } from "../ir/proposed-change.ts";
import type { PreflightResult } from "./preflight-result.ts";
import type { StageReport } from "./stage.ts";

export type ValidationReport = GateReport & { readonly stages: readonly StageReport[] };

/** What was learned beside the change itself. Without `preflight` the gate ends in `no-data`. */
export type Measured = {
  /** Why a side could not be read; the schema stage reports them. */
  readonly readFindings?: readonly Finding[];
  readonly preflight?: PreflightResult;
};

/** Runs the seven stages over a change; what is no mutation and could be read has nothing to validate. */
export function validate(_change: ProposedChange, measured: Measured = {}): ValidationReport {
  const findings = measured.readFindings ?? [];
  return {
    gate: "validation",
    outcome: "no-data",
    reason: "stage-not-reached",
    findings,
    stages: [],
  };
}
