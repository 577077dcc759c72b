import type { System } from "./system.ts";

/** The fewest tool calls of any way from the entry to an end node; nothing when there is no way. */
export function shortestRun(system: System): { readonly toolCalls: number } | undefined {
  const { entry, nodes, edges } = system.graph;
  const fewest = new Map<string, number>();
  const waiting: { readonly id: string; readonly before: number }[] = [{ id: entry, before: 0 }];
  for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
    const { id, before } = step;
    const calls = before + (nodes[id]?.kind === "tool" ? 1 : 0);
    if (nodes[id] === undefined || calls >= (fewest.get(id) ?? Infinity)) continue;
    fewest.set(id, calls);
    const leaving = Object.values(edges).filter(({ from }) => from === id);
    waiting.push(...leaving.map(({ to }) => ({ id: to, before: calls })));
  }
  const ends = [...fewest].filter(([id]) => isLast(system, id)).map(([, calls]) => calls);
  return ends.length === 0 ? undefined : { toolCalls: Math.min(...ends) };
}

function isLast({ graph }: System, id: string): boolean {
  return (
    graph.nodes[id]?.kind === "end" || Object.values(graph.edges).every(({ from }) => from !== id)
  );
}
