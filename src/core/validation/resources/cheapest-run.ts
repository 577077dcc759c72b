import type { System } from "../../ir/system.ts";
import { waysOut } from "../../ir/ways-out.ts";

type Node = System["graph"]["nodes"][string];

/** The least that any way from the entry to an end costs; nothing when there is no way. */
export function cheapestRun(system: System, costOf: (node: Node) => number): number | undefined {
  const { graph } = system;
  const ways = waysOut(system);
  const cheapest = new Map<string, number>();
  const waiting = [{ id: graph.entry, before: 0 }];
  // The list grows while it is walked; taking its first item away would move all others each time.
  for (const { id, before } of waiting) {
    const node = Object.hasOwn(graph.nodes, id) ? graph.nodes[id] : undefined;
    const cost = node === undefined ? Infinity : before + costOf(node);
    if (cost >= (cheapest.get(id) ?? Infinity)) continue;
    cheapest.set(id, cost);
    for (const to of ways.get(id) ?? []) waiting.push({ id: to, before: cost });
  }
  const ends = [...cheapest].filter(([id]) => graph.nodes[id]?.kind === "end");
  return ends.length === 0 ? undefined : Math.min(...ends.map(([, cost]) => cost));
}
