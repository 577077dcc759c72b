import type { Mutation } from "../../ir/mutation.ts";
import type { System } from "../../ir/system.ts";
import { segmentsOf } from "../../kernel/pointer.ts";
import { hasEditsUnder } from "../breach.ts";

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
  if (!hasEditsUnder(mutation, ["parameters"])) return false;
  const tuned = mutation.changes.edits.flatMap(({ pointer }) => {
    const [member, name] = segmentsOf(pointer);
    return member === "parameters" ? [name] : [];
  });
  // The graph is the same on both sides here.
  const asked = conditionsIn(mutation.after.system);
  return tuned.some((name) => name === undefined || asked.some((when) => when.includes(name)));
}

function conditionsIn({ graph }: System): readonly string[] {
  return Object.values(graph.edges).flatMap(({ when }) => when ?? []);
}
