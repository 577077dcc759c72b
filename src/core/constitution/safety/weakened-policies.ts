import type { Breach } from "../../gate/finding.ts";
import type { Mutation } from "../../ir/mutation.ts";
import type { ProposedChange } from "../../ir/proposed-change.ts";
import type { System } from "../../ir/system.ts";
import { pointerOf } from "../../kernel/pointer.ts";
import { breachesOf, placeOfPointer } from "../breach.ts";

const breach = breachesOf("C2");

type Policy = System["policies"][string];

/**
 * Policies removed, applied to less, or matching something else. Whether another pattern forbids
 * less than the old one cannot be decided, so every other pattern counts as weaker.
 */
export function weakenedPolicies({ mutation }: ProposedChange): readonly Breach[] {
  if (mutation === undefined) return [];
  return Object.entries(mutation.before.system.policies).flatMap(([name, before]) => {
    const problem = weakening(before, mutation.after.system.policies[name]);
    return problem === undefined ? [] : [breachOf(mutation, name, problem)];
  });
}

function breachOf({ after }: Mutation, policy: string, problem: string): Breach {
  const place = placeOfPointer(after, pointerOf("policies", policy));
  return breach("safety-service-weakened", place, { problem, policy });
}

function weakening(before: Policy, after: Policy | undefined): string | undefined {
  if (after === undefined) return "policy-removed";
  if (before.applies_to.some((one) => !after.applies_to.includes(one))) return "policy-narrowed";
  return before.regex_absent === after.regex_absent ? undefined : "policy-rewritten";
}
