import type { Breach } from "../../gate/finding.ts";
import type { SystemRules } from "../../ir/charter.ts";
import type { Mutation } from "../../ir/mutation.ts";
import type { ProposedChange } from "../../ir/proposed-change.ts";
import { tierRuleOf } from "../../ir/tier-rules.ts";
import { type Pointer, pointerOf } from "../../kernel/pointer.ts";
import { breachesOf, placeOfPointer } from "../breach.ts";

const breach = breachesOf("C5");

/**
 * What the running agent can do now and could not before because its graph leads to a tool that
 * can. No grant changed, so no single edit looks like one; it is judged as the grant that it is.
 */
export function delegatedReach(change: ProposedChange): readonly Breach[] {
  const { mutation } = change;
  const rules = mutation && change.charter.systems[mutation.system];
  if (mutation === undefined || rules === undefined) return [];
  return mutation.gains
    .filter(({ pointer }) => !isAllowed(pointer, rules) && !isEdited(mutation, pointer))
    .map(({ pointer, tool, capability }) =>
      breach("capability-escalated", placeOfPointer(mutation.after, nodeOf(mutation, tool)), {
        problem: "delegated",
        pointer,
        tool,
        capability,
      }),
    );
}

function isAllowed(pointer: Pointer, rules: SystemRules): boolean {
  const widened = tierRuleOf(pointer, rules)?.widen_to;
  return widened !== undefined && widened !== "T3";
}

/** An edit that grants it by itself is reported as that edit. */
function isEdited({ changes }: Mutation, pointer: Pointer): boolean {
  return changes.edits.some(
    (edit) => edit.widening && (edit.pointer === pointer || pointer.startsWith(`${edit.pointer}/`)),
  );
}

function nodeOf({ after }: Mutation, tool: string): Pointer {
  const nodes = Object.entries(after.system.graph.nodes);
  const [node] = nodes.find(([, one]) => one.tool === tool || one.model === tool) ?? [];
  return node === undefined ? "/graph" : pointerOf("graph", "nodes", node);
}
