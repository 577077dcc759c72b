import type { System } from "./system.ts";

/** Many rules walk the same two graphs; the ways of each are read once. */
const WAYS = new WeakMap<System, ReadonlyMap<string, readonly string[]>>();

/** Where each node's edges lead: whoever walks a graph asks every node for its ways. */
export function waysOut(system: System): ReadonlyMap<string, readonly string[]> {
  const known = WAYS.get(system) ?? readWays(system);
  WAYS.set(system, known);
  return known;
}

function readWays({ graph }: System): ReadonlyMap<string, readonly string[]> {
  const ways = new Map<string, string[]>();
  for (const { from, to } of Object.values(graph.edges)) {
    const known = ways.get(from);
    if (known === undefined) ways.set(from, [to]);
    else known.push(to);
  }
  return ways;
}
