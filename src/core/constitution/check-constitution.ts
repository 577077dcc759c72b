import type { GateReport } from "../gate/gate.ts";
import type { ProposedChange } from "../ir/proposed-change.ts";
import type { Constraint, History } from "./constraint.ts";

/** C1 to C5 in order. C6 counts over time and is the budget's to report. */
const CONSTITUTION: readonly Constraint[] = [];

/**
 * Holds a change against all rules and reports every breach, so that one round of corrections is
 * enough. A mutation that could not be read breaches nothing that is visible, and is not passed.
 */
export function checkConstitution(change: ProposedChange, history: History): GateReport {
  const findings = CONSTITUTION.flatMap((constraint) => constraint.check(change, history));
  const [first] = findings;
  if (first !== undefined) {
    return { gate: "constitution", outcome: "fail", reason: first.code, findings };
  }
  const unread = change.pullRequestClass.kind === "mutation" && change.mutation === undefined;
  return unread
    ? { gate: "constitution", outcome: "no-data", reason: "system-invalid", findings }
    : { gate: "constitution", outcome: "pass", reason: "passed", findings };
}
