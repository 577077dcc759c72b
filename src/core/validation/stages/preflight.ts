import type { Finding } from "../../gate/finding.ts";
import type { SystemVersion } from "../../ir/system.ts";
import type { PreflightResult } from "../preflight-result.ts";
import { findingsOf } from "../stage-finding.ts";
import type { StageName, StageReport } from "../stage.ts";

/** What must hold before it is worth starting anything. */
export const PREFLIGHT_NEEDS: readonly StageName[] = ["graph", "contracts", "capabilities"];

/** The compiled candidate starts in the sandbox and answers one smoke case within its limits. */
export function reportPreflight(
  version: SystemVersion,
  measured: PreflightResult | undefined,
): StageReport {
  const stage = "preflight";
  if (measured === undefined) return { stage, outcome: "no-data", findings: [] };
  if (measured.kind === "broken") return { stage, outcome: "error", findings: [] };
  const findings = failuresOf(version, measured);
  return { stage, outcome: findings.length > 0 ? "fail" : "pass", findings };
}

function failuresOf(version: SystemVersion, measured: PreflightResult): readonly Finding[] {
  const report = findingsOf("preflight", version);
  if (measured.kind === "refused") {
    return [report("preflight-failed", "", { problem: "not-started", detail: measured.detail })];
  }
  if (measured.kind === "broken" || measured.kind === "foreign") return [];
  if (measured.candidate.kind === "answered") return [];
  const { why, detail } = measured.candidate;
  return [report("preflight-failed", "", { problem: why, detail })];
}
