import type { System } from "./system.ts";

/** Where each node's edges lead, read once: whoever walks a graph asks every node for its ways. */
export function waysOut({ graph }: System): ReadonlyMap<string, readonly string[]> {
  const ways = new Map<string, string[]>();
  for (const { from, to } of Object.values(graph.edges)) {
    const known = ways.get(from);
    if (known === undefined) ways.set(from, [to]);
    else known.push(to);
  }
  return ways;
}
