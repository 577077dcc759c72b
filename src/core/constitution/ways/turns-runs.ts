import type { Mutation } from "../../ir/mutation.ts";
import { editedNames, hasEditsUnder } from "../breach.ts";

/** Several rules ask it of one mutation. */
const TURNED = new WeakMap<Mutation, boolean>();

/**
 * Whether a run may take another way than before: something in the graph differs, or a parameter
 * that a condition names. Rules that compare ways ask first, because most changes leave them alone.
 */
export function turnsRuns(mutation: Mutation): boolean {
  const known = TURNED.get(mutation) ?? hasOtherWays(mutation);
  TURNED.set(mutation, known);
  return known;
}

function hasOtherWays(mutation: Mutation): boolean {
  if (hasEditsUnder(mutation, ["graph"])) return true;
  const tuned = [...editedNames(mutation, "parameters")];
  if (tuned.length === 0) return false;
  // The graph is the same on both sides here.
  const { edges } = mutation.after.system.graph;
  const isNamed = (when: string): boolean => tuned.some((parameter) => when.includes(parameter));
  return Object.keys(edges).some((id) => {
    const when = edges[id]?.when;
    return when !== undefined && isNamed(when);
  });
}
