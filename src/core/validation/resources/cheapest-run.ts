import type { System } from "../../ir/system.ts";

type Node = System["graph"]["nodes"][string];

/** The least that any way from the entry to an end costs; nothing when there is no way. */
export function cheapestRun({ graph }: System, costOf: (node: Node) => number): number | undefined {
  const cheapest = new Map<string, number>();
  const waiting = [{ id: graph.entry, before: 0 }];
  for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
    const { id, before } = step;
    const node = Object.hasOwn(graph.nodes, id) ? graph.nodes[id] : undefined;
    const cost = node === undefined ? Infinity : before + costOf(node);
    if (cost >= (cheapest.get(id) ?? Infinity)) continue;
    cheapest.set(id, cost);
    for (const { from, to } of Object.values(graph.edges)) {
      if (from === id) waiting.push({ id: to, before: cost });
    }
  }
  const ends = [...cheapest].filter(([id]) => graph.nodes[id]?.kind === "end");
  return ends.length === 0 ? undefined : Math.min(...ends.map(([, cost]) => cost));
}
