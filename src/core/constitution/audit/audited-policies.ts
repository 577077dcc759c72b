import type { Breach } from "../../gate/finding.ts";
import type { ProposedChange } from "../../ir/proposed-change.ts";
import { pointerOf } from "../../kernel/pointer.ts";
import { breachesOf, placeOfPointer } from "../breach.ts";

const breach = breachesOf("C4");

/** Policies are also a promise of what never stands in outputs and memory, that is, in the record. */
export function auditedPolicies({ mutation }: ProposedChange): readonly Breach[] {
  if (mutation === undefined) return [];
  const { before, after } = mutation;
  return Object.entries(before.system.policies).flatMap(([policy, former]) => {
    const kept = after.system.policies[policy]?.applies_to ?? [];
    const lost = former.applies_to.filter((part) => part !== "input" && !kept.includes(part));
    if (lost.length === 0) return [];
    return [
      breach("audit-weakened", placeOfPointer(after, pointerOf("policies", policy)), {
        problem: "policy-lifted",
        policy,
        parts: lost.join(", "),
      }),
    ];
  });
}
