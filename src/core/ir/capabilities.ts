import type { System } from "./system.ts";
import { waysOut } from "./ways-out.ts";
import { isWithinReach } from "./widening/grants.ts";

/** What a running system can touch, and through which of its tools. */
export type Reach = {
  readonly capability: string;
  readonly kind: string;
  readonly target: string;
  readonly access: "read" | "write";
  readonly via: readonly string[];
};

const REACHED = new WeakMap<System, ReadonlySet<string>>();

/** Node ids that a run can enter, following edges from the entry. */
export function reachableNodes(system: System): ReadonlySet<string> {
  const known = REACHED.get(system) ?? walkFromEntry(system);
  REACHED.set(system, known);
  return known;
}

function walkFromEntry(system: System): ReadonlySet<string> {
  const reached = new Set<string>();
  const ways = waysOut(system);
  const waiting = [system.graph.entry];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (reached.has(at) || !Object.hasOwn(system.graph.nodes, at)) continue;
    reached.add(at);
    for (const to of ways.get(at) ?? []) waiting.push(to);
  }
  return reached;
}

/** The modules that some reachable node names, and so may run. */
export type Running = { readonly tools: ReadonlySet<string>; readonly models: ReadonlySet<string> };

export function runningModules(system: System): Running {
  const [tools, models] = [new Set<string>(), new Set<string>()];
  for (const id of reachableNodes(system)) {
    const node = system.graph.nodes[id];
    if (node?.tool !== undefined) tools.add(node.tool);
    if (node?.model !== undefined) models.add(node.model);
  }
  return { tools, models };
}

/**
 * The capabilities that a run can really use: granted to a tool, and the tool stands at a node that
 * can be reached. A grant to a tool that never runs is not reach; wiring that tool in makes it so.
 */
export function effectiveReach(
  system: System,
  { tools }: Running = runningModules(system),
): readonly Reach[] {
  return Object.entries(system.capabilities)
    .map(([capability, { kind, target, access, grant }]): Reach => {
      const via = [...new Set(grant)].filter((tool) => tools.has(tool)).sort();
      return { capability, kind, target, access, via };
    })
    .filter(({ via }) => via.length > 0);
}

/** Reach that the later side has beyond the earlier: elsewhere, stronger, or through more tools. */
export function gainedReach(before: readonly Reach[], after: readonly Reach[]): readonly Reach[] {
  const byName = new Map(before.map((old) => [old.capability, old] as const));
  return after.filter((reach) => {
    const same = byName.get(reach.capability);
    // The one of the same name nearly always answers; all others are asked only when it does not.
    if (same !== undefined && covers(same, reach)) return false;
    return !before.some((old) => covers(old, reach));
  });
}

function covers(old: Reach, reach: Reach): boolean {
  return isWithinReach(reach, old) && isWithin(reach.via, old.via);
}

/** Both lists are sorted, so one walk over them is enough. */
function isWithin(few: readonly string[], many: readonly string[]): boolean {
  let at = 0;
  for (const one of many) if (one === few[at]) at += 1;
  return at === few.length;
}
