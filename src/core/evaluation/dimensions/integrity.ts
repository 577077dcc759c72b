import type { ReasonCode } from "../../gate/reason-code.ts";
import type { DimensionReport } from "../dimension-report.ts";
import { breachOf, isJump, shareLost } from "../integrity-rules.ts";
import { isImpossible } from "../marked-items.ts";
import type { Measurements } from "../measurements.ts";
import { isAtFloor, isOneSignal } from "../probe-suite.ts";

/**
 * Whether the measuring itself can be trusted: agents without skill stay at the floor of every
 * suite, two suites are two witnesses, the candidate reports all that the baseline reports, passes
 * nothing that cannot be passed, and gains no more than changes gain. Fooled by figures that are
 * reported but made up, and by cheats that hold themselves back.
 */
export function scoreIntegrity(measurements: Measurements): readonly DimensionReport[] {
  const { records } = measurements;
  const shown = reportOn("public", breachOfShown(measurements));
  const report = { ...shown, score: Math.max(0, 1 - shareLost(records.public)) };
  if (!records.sealed.some(isImpossible)) return [report];
  return [report, reportOn("sealed", breachOf(records.sealed))];
}

/** What proves tampering comes before what only looks like it. */
function breachOfShown({ probes, records }: Measurements): ReasonCode | undefined {
  if (!probes.every(isAtFloor)) return "integrity-probe-failed";
  const breach = breachOf(records.public, records.safety);
  if (breach !== undefined) return breach;
  if (probes.some(isOneSignal)) return "signals-shared";
  return isJump(records.public) ? "jump-implausible" : undefined;
}

function reportOn(source: "public" | "sealed", breach: ReasonCode | undefined): DimensionReport {
  const holds = breach === undefined;
  return {
    dimension: "integrity",
    role: "guard",
    source,
    score: holds ? 1 : 0,
    sealed: source === "sealed",
    evidence: { kind: "rule", holds, ...(holds ? {} : { breach }) },
    method: "agents without skill stay at the floor; no figure goes missing; no gain beyond belief",
  };
}
