import type { System } from "./system.ts";
import { waysOut } from "./ways-out.ts";

/**
 * The fewest tool calls of any way from the entry to an end node; nothing when there is no way.
 * Nodes are walked in the order of the calls before them, so that each is looked at once.
 */
export function shortestRun(system: System): { readonly toolCalls: number } | undefined {
  const { entry, nodes } = system.graph;
  const ways = waysOut(system);
  const seen = new Set<string>();
  const byCalls: string[][] = [];
  const enter = (id: string, before: number): void => {
    const calls = before + (nodes[id]?.kind === "tool" ? 1 : 0);
    (byCalls[calls] ??= []).push(id);
  };
  enter(entry, 0);
  for (let calls = 0; calls < byCalls.length; calls += 1) {
    for (const id of byCalls[calls] ?? []) {
      if (seen.has(id) || !Object.hasOwn(nodes, id)) continue;
      seen.add(id);
      const next = ways.get(id);
      if (next === undefined || nodes[id]?.kind === "end") return { toolCalls: calls };
      for (const to of next) enter(to, calls);
    }
  }
  return undefined;
}
