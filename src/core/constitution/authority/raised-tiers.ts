import type { Breach } from "../../gate/finding.ts";
import type { ReasonCode } from "../../gate/reason-code.ts";
import type { Edit } from "../../ir/change-set.ts";
import type { SystemRules } from "../../ir/charter.ts";
import type { ProposedChange } from "../../ir/proposed-change.ts";
import { tierRuleOf } from "../../ir/tier-rules.ts";
import { breachesOf, placeOfEdit } from "../breach.ts";

const breach = breachesOf("C5");

/** What an edit loosens decides how it is called; the first pattern that matches. */
const KINDS: readonly (readonly [RegExp, ReasonCode])[] = [
  [/^\/contract(?:\/|$)/, "contract-widened"],
  [/^\/(?:capabilities|secrets)(?:\/|$)/, "capability-escalated"],
  [/^\/tools\/[^/]+(?:\/(?:needs|effect|artifact)(?:\/|$)|$)/, "capability-escalated"],
  [/^\/(?:artifacts|memory)(?:\/|$)/, "capability-escalated"],
  [/^\/models\/[^/]+\/(?:provider|auth|params)(?:\/|$)/, "capability-escalated"],
  [/^\/(?:parameters|resources|policies)(?:\/|$)/, "tier-escalated"],
  [/^\/tools\/[^/]+\/limits(?:\/|$)/, "tier-escalated"],
];

/**
 * Edits that reach T3. Widening a grant, a limit or the contract needs a rule that says how far it may go:
 * where the charter is silent (no `widen_to`), silence is no permission.
 */
export function raisedTiers(change: ProposedChange): readonly Breach[] {
  const { mutation } = change;
  const rules = mutation && change.charter.systems[mutation.system];
  if (mutation === undefined || rules === undefined) return [];
  const high = mutation.changes.edits.filter(({ tier, widening }) => tier === "T3" || widening);
  return high.flatMap((edit) => {
    const kind = KINDS.find(([pattern]) => pattern.test(edit.pointer))?.[1];
    const rule = tierRuleOf(edit.pointer, rules);
    const isUnspoken = edit.widening && kind !== undefined && rule?.widen_to === undefined;
    if (edit.tier !== "T3" && !isUnspoken) return [];
    const code = edit.widening ? (kind ?? "tier-escalated") : "tier-escalated";
    return [breach(code, placeOfEdit(edit), factsOf(edit, rule))];
  });
}

function factsOf(
  edit: Edit,
  rule: SystemRules["tiers"][number] | undefined,
): { readonly problem: string; readonly pointer: string; readonly rule: string } {
  const problem = rule === undefined ? "unmatched" : edit.widening ? "widened" : "reserved";
  return { problem, pointer: edit.pointer, rule: rule?.match ?? "none" };
}
