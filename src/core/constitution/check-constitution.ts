import type { Breach } from "../gate/finding.ts";
import type { GateReport } from "../gate/gate.ts";
import type { ProposedChange } from "../ir/proposed-change.ts";
import { editsByMember } from "./breach.ts";
import type { Clause, Constraint, History } from "./constraint.ts";
import { c1Governance } from "./constraints/c1-governance.ts";
import { c2Safety } from "./constraints/c2-safety.ts";
import { c3Deployment } from "./constraints/c3-deployment.ts";
import { c4Audit } from "./constraints/c4-audit.ts";
import { c5Tiers } from "./constraints/c5-tiers.ts";

/** C1 to C5 in order. C6 counts over time and is the budget's to report. */
const CONSTITUTION: readonly Constraint[] = [
  c1Governance,
  c2Safety,
  c3Deployment,
  c4Audit,
  c5Tiers,
];

/**
 * Holds a change against all rules and reports every breach, so that one round of corrections is
 * enough. A mutation that could not be read breaches nothing that is visible, and is not passed.
 */
export function checkConstitution(change: ProposedChange, history: History): GateReport {
  const findings = breachesIn(change, history);
  const [first] = findings;
  if (first !== undefined) {
    return { gate: "constitution", outcome: "fail", reason: first.code, findings };
  }
  const unread = change.pullRequestClass.kind === "mutation" && change.mutation === undefined;
  return unread
    ? { gate: "constitution", outcome: "no-data", reason: "system-invalid", findings }
    : { gate: "constitution", outcome: "pass", reason: "passed", findings };
}

/** Only clauses that something in the change could breach are asked: most changes touch one part. */
function breachesIn(change: ProposedChange, history: History): readonly Breach[] {
  const edited = editedMembers(change);
  const found: Breach[] = [];
  for (const { clauses } of CONSTITUTION) {
    for (const clause of clauses) {
      if (!isConcerned(clause, edited)) continue;
      const breaches = clause.find(change, history);
      if (breaches.length > 0) found.push(...breaches);
    }
  }
  return found;
}

type Edited = ReadonlyMap<string, unknown> | undefined;

/** Nothing where the change is no mutation that could be read: what it touches is then unknown. */
function editedMembers({ pullRequestClass, mutation, unread }: ProposedChange): Edited {
  const isRead = pullRequestClass.kind === "mutation" && unread === undefined;
  return isRead && mutation !== undefined ? editsByMember(mutation.changes) : undefined;
}

function isConcerned({ below }: Clause, edited: Edited): boolean {
  return below === undefined || edited === undefined || below.some((member) => edited.has(member));
}
