import type { Finding } from "../../gate/finding.ts";
import type { SystemVersion } from "../../ir/system.ts";
import { pointerOf } from "../../kernel/pointer.ts";
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
  if (measured.kind === "withheld") {
    const { tier, demanded, reached } = measured;
    const facts = { problem: "withheld", tier, demanded, reached };
    const finding = findingsOf(stage, version)("isolation-insufficient", "", facts);
    return { stage, outcome: "no-data", findings: [finding] };
  }
  const findings = failuresOf(version, measured);
  return { stage, outcome: findings.length > 0 ? "fail" : "pass", findings };
}

function failuresOf(version: SystemVersion, measured: PreflightResult): readonly Finding[] {
  const report = findingsOf("preflight", version);
  if (measured.kind === "refused") {
    return [report("preflight-failed", "", { problem: "not-started", detail: measured.detail })];
  }
  if (measured.kind !== "ran") return [];
  const { candidate, unstarted } = measured;
  const ofRest = unstarted.map(({ tool, detail }) =>
    atTool(version, tool, report("preflight-failed", "", { problem: "unloaded", tool, detail })),
  );
  // Fast gates ask no model, so that a clone without keys comes to the same: evaluation will ask.
  if (candidate.kind === "answered" || candidate.why === "no-model") return ofRest;
  const { why, detail } = candidate;
  const finding = report("preflight-failed", "", { problem: why, detail });
  // The interpreter begins with the name of the tool that failed.
  const named = why === "tool-failed" ? detail.slice(0, Math.max(0, detail.indexOf(":"))) : "";
  return [atTool(version, named, finding), ...ofRest];
}

/** The code is where whoever corrects it has to look; the definition says only that there is some. */
function atTool({ root, system }: SystemVersion, tool: string, finding: Finding): Finding {
  const file = Object.hasOwn(system.tools, tool) ? system.tools[tool]?.file : undefined;
  if (file === undefined) return finding;
  const pointer = pointerOf("tools", tool);
  return {
    ...finding,
    place: { path: `${root}/${file}`, line: 1, pointer },
    facts: { ...finding.facts, pointer },
  };
}
