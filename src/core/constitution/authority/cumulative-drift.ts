import type { Breach } from "../../gate/finding.ts";
import type { ProposedChange } from "../../ir/proposed-change.ts";
import { breachesOf, placeOfPointer } from "../breach.ts";
import type { History } from "../constraint.ts";

const breach = breachesOf("C5");

/**
 * Many small lawful steps that add up to what no single one may do: distance is measured from the
 * last version that people approved, not from the last one that was merged.
 */
export function cumulativeDrift(change: ProposedChange, history: History): readonly Breach[] {
  const { mutation } = change;
  const rules = mutation && change.charter.systems[mutation.system];
  if (mutation === undefined || rules === undefined) return [];
  const step = mutation.drift;
  const total = history.drift + step;
  if (total <= rules.budget.drift) return [];
  return [
    breach("drift-exceeded", placeOfPointer(mutation.after, ""), {
      problem: history.drift === 0 ? "one-step" : "many-steps",
      step: step.toFixed(2),
      total: total.toFixed(2),
      limit: String(rules.budget.drift),
    }),
  ];
}
