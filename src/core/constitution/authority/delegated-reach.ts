import type { Breach } from "../../gate/finding.ts";
import { gainedReach, reachableNodes } from "../../ir/capabilities.ts";
import type { SystemRules } from "../../ir/charter.ts";
import type { Mutation } from "../../ir/mutation.ts";
import type { ProposedChange } from "../../ir/proposed-change.ts";
import type { System } from "../../ir/system.ts";
import { tierRuleOf } from "../../ir/tier-rules.ts";
import { type Pointer, pointerOf } from "../../kernel/pointer.ts";
import { breachesOf, hasEditsUnder, placeOfPointer } from "../breach.ts";

const breach = breachesOf("C5");

/**
 * What the running agent can do now and could not before because its graph leads to a tool that
 * can. No grant changed, so no single edit looks like one; it is judged as the grant that it is.
 */
export function delegatedReach(change: ProposedChange): readonly Breach[] {
  const { mutation } = change;
  const rules = mutation && change.charter.systems[mutation.system];
  if (mutation === undefined || rules === undefined) return [];
  if (!hasEditsUnder(mutation, ["graph", "tools", "capabilities"])) return [];
  return gainsOf(mutation)
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

type Gain = { readonly pointer: Pointer; readonly tool: string; readonly capability: string };

function gainsOf({ before, after }: Mutation): readonly Gain[] {
  const reach = gainedReach(before.system, after.system).map(({ capability, via }): Gain => {
    const pointer = pointerOf("capabilities", capability, "grant");
    return { pointer, tool: via[0] ?? "", capability };
  });
  const acting = actingTools(before.system);
  const effects = [...actingTools(after.system)]
    .filter((tool) => !acting.has(tool))
    .map((tool): Gain => ({ pointer: pointerOf("tools", tool, "effect"), tool, capability: tool }));
  return [...reach, ...effects];
}

/** Tools that can run and whose runs leave something behind. */
function actingTools(system: System): ReadonlySet<string> {
  const ids = [...reachableNodes(system)].flatMap((node) => system.graph.nodes[node]?.tool ?? []);
  const acts = new Set(["write", "irreversible"]);
  return new Set(ids.filter((id) => acts.has(system.tools[id]?.effect ?? "none")));
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
  const [node] = nodes.find(([, one]) => one.tool === tool) ?? [];
  return node === undefined ? "/graph" : pointerOf("graph", "nodes", node);
}
