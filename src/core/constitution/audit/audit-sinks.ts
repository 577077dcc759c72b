import type { Breach } from "../../gate/finding.ts";
import type { ProposedChange } from "../../ir/proposed-change.ts";
import type { System } from "../../ir/system.ts";
import { pointerOf } from "../../kernel/pointer.ts";
import { breachesOf, placeOfPointer } from "../breach.ts";
import { wordAmong } from "../words-of.ts";

const breach = breachesOf("C4");

type Capability = System["capabilities"][string];

const AUDITING: ReadonlySet<string> = new Set(["audit", "auditing", "ledger", "lineage", "log"]);

/** Capabilities that carry records out (by their name, kind or target) and carry fewer from now on. */
export function auditSinks({ mutation }: ProposedChange): readonly Breach[] {
  if (mutation === undefined) return [];
  const { before, after } = mutation;
  return Object.entries(before.system.capabilities).flatMap(([sink, former]) => {
    const problem = lossOf(former, after.system.capabilities[sink]);
    if (problem === undefined || !isAudit(sink, former)) return [];
    const place = placeOfPointer(after, pointerOf("capabilities", sink));
    return [breach("audit-weakened", place, { problem, sink })];
  });
}

function isAudit(sink: string, { kind, target }: Capability): boolean {
  return [sink, kind, target].some((name) => wordAmong(name, AUDITING));
}

function lossOf(before: Capability, after: Capability | undefined): string | undefined {
  if (after === undefined) return "sink-removed";
  if (before.kind !== after.kind || before.target !== after.target) return "sink-moved";
  const isFed =
    before.access === after.access && before.grant.every((tool) => after.grant.includes(tool));
  return isFed ? undefined : "sink-cut-off";
}
