import type { System } from "./system.ts";

/** The fewest tool calls of any way from the entry to an end node; nothing when there is no way. */
export function shortestRun(system: System): { readonly toolCalls: number } | undefined {
  const { entry, nodes } = system.graph;
  const ways = waysOut(system);
  const fewest = new Map<string, number>();
  const waiting: { readonly id: string; readonly before: number }[] = [{ id: entry, before: 0 }];
  for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
    const { id, before } = step;
    const calls = before + (nodes[id]?.kind === "tool" ? 1 : 0);
    if (nodes[id] === undefined || calls >= (fewest.get(id) ?? Infinity)) continue;
    fewest.set(id, calls);
    for (const to of ways.get(id) ?? []) waiting.push({ id: to, before: calls });
  }
  const ends = [...fewest]
    .filter(([id]) => nodes[id]?.kind === "end" || !ways.has(id))
    .map(([, calls]) => calls);
  return ends.length === 0 ? undefined : { toolCalls: Math.min(...ends) };
}

function waysOut({ graph }: System): ReadonlyMap<string, readonly string[]> {
  const ways = new Map<string, string[]>();
  for (const { from, to } of Object.values(graph.edges)) {
    const known = ways.get(from);
    if (known === undefined) ways.set(from, [to]);
    else known.push(to);
  }
  return ways;
}
