import type { Breach } from "../../gate/finding.ts";
import { reachableNodes } from "../../ir/capabilities.ts";
import type { Mutation } from "../../ir/mutation.ts";
import type { ProposedChange } from "../../ir/proposed-change.ts";
import type { System } from "../../ir/system.ts";
import { pointerOf, segmentsOf } from "../../kernel/pointer.ts";
import { breachesOf, editsByMember, hasEditsUnder, placeOfPointer } from "../breach.ts";

const breach = breachesOf("C3");

/** Code and models that evaluation passes over, until a later change or a key wakes them. */
export function sleepingModules({ mutation }: ProposedChange): readonly Breach[] {
  if (mutation === undefined) return [];
  return [...unusedTools(mutation), ...absentModels(mutation)];
}

/** Code that arrives with nobody who calls it waits for a smaller change that does. */
function unusedTools(mutation: Mutation): readonly Breach[] {
  if (!hasEditsUnder(mutation, ["tools", "graph"])) return [];
  const { before, after } = mutation;
  const arrived = Object.keys(after.system.tools).filter(
    (tool) => before.system.tools[tool] === undefined,
  );
  if (arrived.length === 0) return [];
  const used = new Set(Object.values(after.system.graph.nodes).map(({ tool }) => tool));
  return arrived
    .filter((tool) => !used.has(tool))
    .map((tool) =>
      breach("dormant-code", placeOfPointer(after, pointerOf("tools", tool)), {
        problem: "tool-uncalled",
        tool,
      }),
    );
}

/** A model that may be absent is passed over where there is no key, so evaluation never asks it. */
function absentModels(mutation: Mutation): readonly Breach[] {
  if (!mayBeAbsent(mutation)) return [];
  const { before, after } = mutation;
  const former = optionalNodes(before.system);
  return [...optionalNodes(after.system)]
    .filter(([node]) => !former.has(node))
    .map(([node, model]) =>
      breach("dormant-code", placeOfPointer(after, pointerOf("graph", "nodes", node)), {
        problem: "model-absent",
        node,
        model,
      }),
    );
}

/** What a model is set to says nothing of whether it is there. */
function mayBeAbsent({ changes }: Mutation): boolean {
  const edited = editsByMember(changes);
  const ofModels = edited.get("models") ?? [];
  return edited.has("graph") || ofModels.some(({ pointer }) => segmentsOf(pointer)[2] !== "params");
}

function optionalNodes(system: System): ReadonlyMap<string, string> {
  const { nodes } = system.graph;
  const optional = new Map<string, string>();
  for (const id of reachableNodes(system)) {
    const model = nodes[id]?.model;
    if (model !== undefined && system.models[model]?.optional === true) optional.set(id, model);
  }
  return optional;
}
