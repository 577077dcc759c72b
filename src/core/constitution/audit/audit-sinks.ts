import type { Breach } from "../../gate/finding.ts";
import type { ProposedChange } from "../../ir/proposed-change.ts";
import type { System } from "../../ir/system.ts";
import { pointerOf } from "../../kernel/pointer.ts";
import { breachesOf, placeOfPointer } from "../breach.ts";
import { isAuditing } from "./audit-words.ts";

const breach = breachesOf("C4");

type Capability = System["capabilities"][string];

/**
 * Capabilities that carry records out (by their name, kind, target, or the tool they are for), and
 * the secrets they open with, that carry fewer or lead elsewhere from now on.
 */
export function auditSinks({ mutation }: ProposedChange): readonly Breach[] {
  if (mutation === undefined) return [];
  const { before, after } = mutation;
  const sinks = Object.entries(before.system.capabilities).flatMap(([sink, former]) => {
    const problem = lossOf(former, after.system.capabilities[sink]);
    if (problem === undefined || !isSink(sink, former)) return [];
    const place = placeOfPointer(after, pointerOf("capabilities", sink));
    return [breach("audit-weakened", place, { problem, sink })];
  });
  const secrets = Object.entries(before.system.secrets)
    .filter(([name, { env }]) => after.system.secrets[name]?.env !== env && isAuditing(name))
    .map(([sink]) =>
      breach("audit-weakened", placeOfPointer(after, pointerOf("secrets", sink)), {
        problem: "sink-moved",
        sink,
      }),
    );
  return [...sinks, ...secrets];
}

/** By any of its names. Also what tells whether a tool that it is granted to audits. */
export function isSink(sink: string, { kind, target, grant }: Capability): boolean {
  return [sink, kind, target, ...grant].some(isAuditing);
}

function lossOf(before: Capability, after: Capability | undefined): string | undefined {
  if (after === undefined) return "sink-removed";
  if (before.kind !== after.kind || before.target !== after.target) return "sink-moved";
  const isFed =
    before.access === after.access && before.grant.every((tool) => after.grant.includes(tool));
  return isFed ? undefined : "sink-cut-off";
}
