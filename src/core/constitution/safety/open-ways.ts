import type { System } from "../../ir/system.ts";

/**
 * Tells whether some run can reach an end. Edges are tried in the order of their keys and one
 * without a condition is always open, so that it hides whatever comes after it.
 */
export function endsSomewhere({ graph }: System): boolean {
  const ways = openWays(graph.edges);
  const reached = new Set<string>();
  const waiting = [graph.entry];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (reached.has(at)) continue;
    reached.add(at);
    if (Object.hasOwn(graph.nodes, at) && graph.nodes[at]?.kind === "end") return true;
    waiting.push(...(ways.get(at) ?? []));
  }
  return false;
}

function openWays(edges: System["graph"]["edges"]): ReadonlyMap<string, readonly string[]> {
  const ways = new Map<string, string[]>();
  const closed = new Set<string>();
  for (const [, { from, to, when }] of Object.entries(edges).sort(([left], [right]) =>
    left < right ? -1 : 1,
  )) {
    if (closed.has(from)) continue;
    ways.set(from, [...(ways.get(from) ?? []), to]);
    if (when === undefined) closed.add(from);
  }
  return ways;
}
