import type { Breach } from "../../gate/finding.ts";
import type { Edit } from "../../ir/change-set.ts";
import type { ProposedChange } from "../../ir/proposed-change.ts";
import { tierRuleOf } from "../../ir/tier-rules.ts";
import { breachesOf, placeOfEdit } from "../breach.ts";

const breach = breachesOf("C5");

/** Rounding of decimal fractions must not make an exact 25 % count as more. */
const SLACK = 1e-9;

/**
 * Values that move further at once than their rule's bound. What is no number before and after has
 * no relative change, so under a bound it may not move at all: a switch is not tuned, it is flipped.
 */
export function exceededBounds(change: ProposedChange): readonly Breach[] {
  const { mutation } = change;
  const rules = mutation && change.charter.systems[mutation.system];
  if (mutation === undefined || rules === undefined) return [];
  return mutation.changes.edits.flatMap((edit) => {
    if (edit.kind !== "replace") return [];
    const bound = tierRuleOf(edit.pointer, rules)?.bound?.relative_change;
    if (bound === undefined) return [];
    const moved = relativeChange(edit);
    if (moved <= bound + SLACK) return [];
    return [
      breach("bound-exceeded", placeOfEdit(edit), {
        problem: Number.isFinite(moved) ? "too-far" : "not-measurable",
        pointer: edit.pointer,
        before: JSON.stringify(edit.before ?? null),
        after: JSON.stringify(edit.after ?? null),
        moved: percent(moved),
        bound: percent(bound),
      }),
    ];
  });
}

function relativeChange({ before, after }: Edit): number {
  if (typeof before !== "number" || typeof after !== "number") return Number.POSITIVE_INFINITY;
  return before === 0 ? Number.POSITIVE_INFINITY : Math.abs((after - before) / before);
}

function percent(share: number): string {
  return Number.isFinite(share) ? `${Number((share * 100).toPrecision(4))} %` : "without measure";
}
