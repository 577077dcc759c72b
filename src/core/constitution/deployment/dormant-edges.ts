import type { Breach } from "../../gate/finding.ts";
import { evaluateWhen } from "../../ir/evaluate-when.ts";
import { parseWhen } from "../../ir/parse-when.ts";
import type { ProposedChange } from "../../ir/proposed-change.ts";
import { fieldsOf, type WhenExpression } from "../../ir/when-expression.ts";
import { pointerOf } from "../../kernel/pointer.ts";
import { breachesOf, editedNames, placeOfPointer } from "../breach.ts";
import { knownValues } from "../ways/known-values.ts";
import { type Known, whenSamples } from "../ways/when-samples.ts";
import { wordAmong } from "../words-of.ts";
import { givenNames } from "./given-names.ts";
import { SURROUNDINGS } from "./stage-words.ts";

const breach = breachesOf("C3");

/**
 * Conditions, new or changed, that evaluation could never make true: they ask for the surroundings,
 * for a field that nothing ever gives, for a value that nothing ever has, or for nothing but
 * constants that a later, smaller change could turn over.
 */
export function dormantEdges(change: ProposedChange): readonly Breach[] {
  const { mutation } = change;
  if (mutation === undefined) return [];
  const { before, after } = mutation;
  const [former, now] = [before.system.graph.edges, after.system.graph.edges];
  const changed = [...editedNames(mutation, "graph", "edges")].flatMap((edge) => {
    const when = Object.hasOwn(now, edge) ? now[edge]?.when : undefined;
    return when === undefined || when === former[edge]?.when ? [] : [{ edge, when }];
  });
  if (changed.length === 0) return [];
  const seeing = { isGiven: givenNames(after), known: knownValues(change, after) };
  return changed.flatMap(({ edge, when }) => {
    const place = placeOfPointer(after, pointerOf("graph", "edges", edge, "when"));
    return dormancyOf(when, seeing).map((facts) =>
      breach("dormant-code", place, { ...facts, edge }),
    );
  });
}

type Seeing = { readonly isGiven: (field: string) => boolean; readonly known: Known };

type Dormancy = { readonly problem: string; readonly field: string };

function dormancyOf(when: string, { isGiven, known }: Seeing): readonly Dormancy[] {
  const expression = parseWhen(when);
  // What cannot be read is never true; validation names it on its line.
  if (!expression.ok) return [];
  const fields = fieldsOf(expression.value);
  if (fields.every(({ scope }) => scope === "parameters")) {
    return [{ problem: "constant-condition", field: when }];
  }
  const asking = fields.flatMap(({ scope, name }): readonly Dormancy[] => {
    const isOwn = scope === "parameters" || isGiven(name);
    if (wordAmong(name, SURROUNDINGS) !== undefined && !(isOwn && isOrdinary(name))) {
      return [{ problem: "surroundings-condition", field: name }];
    }
    return isOwn ? [] : [{ problem: "undeclared-field", field: name }];
  });
  if (asking.length > 0) return asking;
  return isOpenable(expression.value, known) && !hangsOnAHair(expression.value, known)
    ? []
    : [{ problem: "closed-condition", field: when }];
}

/** Words that an agent's own findings may well have for names: a shop knows variants, a filter flags. */
function isOrdinary(name: string): boolean {
  return wordAmong(name, ORDINARY) !== undefined;
}

const ORDINARY: ReadonlySet<string> = new Set(["flag", "flags", "variant", "experiment", "now"]);

/**
 * A fraction that no text of the agent's holds, asked for as it is: what is computed never meets it,
 * until somebody makes it.
 */
function hangsOnAHair(expression: WhenExpression, known: Known): boolean {
  switch (expression.kind) {
    case "compare": {
      const { operator, left, right } = expression;
      const fraction = [left, right].find(isFraction);
      return operator === "==" && fraction !== undefined && !known.isSeen(String(fraction.value));
    }
    case "and":
      return hangsOnAHair(expression.left, known) || hangsOnAHair(expression.right, known);
    case "or":
      return hangsOnAHair(expression.left, known) && hangsOnAHair(expression.right, known);
    default:
      return false;
  }
}

function isFraction(
  expression: WhenExpression,
): expression is WhenExpression & { kind: "literal" } {
  return (
    expression.kind === "literal" &&
    typeof expression.value === "number" &&
    !Number.isInteger(expression.value)
  );
}

/** With the parameters as they stand and the values that anything gives. Too much to try counts as no. */
function isOpenable(expression: WhenExpression, known: Known): boolean {
  const samples = whenSamples([expression], known);
  return samples?.some((values) => evaluateWhen(expression, values) === true) ?? false;
}
