import type { Breach } from "../../gate/finding.ts";
import { givenFields } from "../../ir/given-fields.ts";
import { parseWhen } from "../../ir/parse-when.ts";
import type { ProposedChange } from "../../ir/proposed-change.ts";
import { fieldsOf } from "../../ir/when-expression.ts";
import { pointerOf } from "../../kernel/pointer.ts";
import { breachesOf, placeOfPointer } from "../breach.ts";
import { wordAmong } from "../words-of.ts";
import { SURROUNDINGS } from "./stage-words.ts";

const breach = breachesOf("C3");

/**
 * Conditions, new or changed, that evaluation could never make true: they ask for the surroundings,
 * for a field that nothing ever gives, or for nothing but constants that a later, smaller change
 * could turn over.
 */
export function dormantEdges({ mutation }: ProposedChange): readonly Breach[] {
  if (mutation === undefined) return [];
  const { before, after } = mutation;
  const former = before.system.graph.edges;
  const changed = Object.entries(after.system.graph.edges).filter(
    ([edge, { when }]) => when !== undefined && when !== former[edge]?.when,
  );
  if (changed.length === 0) return [];
  const isGiven = givenFields(after);
  return changed.flatMap(([edge, { when = "" }]) => {
    const place = placeOfPointer(after, pointerOf("graph", "edges", edge, "when"));
    return dormancyOf(when, isGiven).map((facts) =>
      breach("dormant-code", place, { ...facts, edge }),
    );
  });
}

type Dormancy = { readonly problem: string; readonly field: string };

function dormancyOf(when: string, isGiven: (field: string) => boolean): readonly Dormancy[] {
  const expression = parseWhen(when);
  // What cannot be read is never true; validation names it on its line.
  if (!expression.ok) return [];
  const fields = fieldsOf(expression.value);
  if (fields.every(({ scope }) => scope === "parameters")) {
    return [{ problem: "constant-condition", field: when }];
  }
  return fields.flatMap(({ scope, name }) => {
    if (wordAmong(name, SURROUNDINGS) !== undefined) {
      return [{ problem: "surroundings-condition", field: name }];
    }
    if (scope === "parameters" || isGiven(name)) return [];
    return [{ problem: "undeclared-field", field: name }];
  });
}
