import type { Breach } from "../../gate/finding.ts";
import { reachableNodes } from "../../ir/capabilities.ts";
import type { SystemRules } from "../../ir/charter.ts";
import type { Mutation } from "../../ir/mutation.ts";
import type { ProposedChange } from "../../ir/proposed-change.ts";
import type { System } from "../../ir/system.ts";
import { tierOf } from "../../ir/tier-rules.ts";
import { type Pointer, pointerOf } from "../../kernel/pointer.ts";
import { breachesOf, placeOfPointer } from "../breach.ts";

const breach = breachesOf("C5");

const KINDS = [
  ["prompt", "prompts"],
  ["tool", "tools"],
  ["model", "models"],
] as const;

/**
 * Modules that no mutation may touch, with another one in their place: whoever may only wire the
 * graph would rewrite them by a copy under a name for which the charter asks less.
 */
export function replacedModules(change: ProposedChange): readonly Breach[] {
  const { mutation } = change;
  const rules = mutation && change.charter.systems[mutation.system];
  if (mutation === undefined || rules === undefined) return [];
  return swaps(mutation)
    .filter(({ former }) => isReserved(former, rules))
    .map(({ former, later, node }) => {
      const pointer = pointerOf("graph", "nodes", node);
      const facts = { problem: "replaced", pointer, rule: "none", former, later };
      return breach("tier-escalated", placeOfPointer(mutation.after, pointer), facts);
    });
}

type Swap = { readonly former: Pointer; readonly later: Pointer; readonly node: string };

/** Nodes that a run could enter before, and what stands there instead now. */
function swaps({ before, after }: Mutation): readonly Swap[] {
  const [old, young] = [before.system.graph.nodes, after.system.graph.nodes];
  return Object.keys(young)
    .filter((node) => !isSameModule(old[node], young[node]))
    .filter((node) => reachableNodes(before.system).has(node))
    .flatMap((node) => {
      const [former, later] = [modulesAt(before.system, node), modulesAt(after.system, node)];
      const gone = former.filter((module) => !later.includes(module));
      const come = later.filter((module) => !former.includes(module));
      return gone.map((one) => ({
        former: one,
        later: come[0] ?? pointerOf("graph", "nodes", node),
        node,
      }));
    });
}

type Node = System["graph"]["nodes"][string] | undefined;

/** Nearly every node; only the others need pointers. */
function isSameModule(before: Node, after: Node): boolean {
  return KINDS.every(([field]) => before?.[field] === after?.[field]);
}

function modulesAt({ graph }: System, node: string): readonly Pointer[] {
  const one = Object.hasOwn(graph.nodes, node) ? graph.nodes[node] : undefined;
  return KINDS.flatMap(([field, member]) => {
    const id = one?.[field];
    return id === undefined ? [] : [pointerOf(member, id)];
  });
}

/** By its tier, or because the charter protects it by name. */
function isReserved(pointer: Pointer, rules: SystemRules): boolean {
  const isProtected = rules.protected.some((module) => pointerOf(...module.split("/")) === pointer);
  return isProtected || tierOf(pointer, false, rules) === "T3";
}
