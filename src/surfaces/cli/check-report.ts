import type { Finding } from "../../core/gate/finding.ts";
import type { GateReport } from "../../core/gate/gate.ts";
import type { ProposedChange } from "../../core/ir/proposed-change.ts";
import type { Json } from "../../core/kernel/json.ts";
import { renderFinding } from "../../core/prose/findings.ts";
import type { CloneCheck } from "../../flows/clone/check-clone.ts";
import { editOf } from "../edit-report.ts";

/** What `omega check --json` prints. Every key is always there; what is not known is null. */
export function checkReportOf({ verdict, reasons, reports, change }: CloneCheck): Json {
  return {
    verdict,
    reason_codes: [...reasons],
    mutation: change === undefined ? null : mutationOf(change),
    gates: reports.map(gateOf),
    digests: {
      base: change?.mutation?.before.digest ?? null,
      head: change?.mutation?.after.digest ?? null,
      charter: change?.charterDigest ?? null,
    },
  };
}

/** A mutation that could not be read has a system, and no edits that anybody could name. */
function mutationOf({ pullRequestClass, mutation }: ProposedChange): Json {
  if (pullRequestClass.kind !== "mutation") return null;
  return {
    system: pullRequestClass.system,
    class: mutation?.mutationClass ?? null,
    edits: (mutation?.changes.edits ?? []).map(editOf),
  };
}

function gateOf({ gate, outcome, findings }: GateReport): Json {
  return { gate, outcome, findings: findings.map(findingOf) };
}

export function findingOf(finding: Finding): Json {
  const { code, rule, place } = finding;
  return {
    code,
    rule,
    path: place?.path ?? null,
    line: place?.line ?? null,
    column: place?.column ?? null,
    pointer: place?.pointer ?? null,
    ...renderFinding(finding),
  };
}
