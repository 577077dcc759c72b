import type { System } from "./system.ts";

/** The ids of the nodes that some path of edges leads to from the entry, whatever their conditions. */
export function reachableNodes({ entry, nodes, edges }: System["graph"]): ReadonlySet<string> {
  const reached = new Set<string>();
  const waiting = [entry];
  const targets = new Map<string, string[]>();
  for (const { from, to } of Object.values(edges)) {
    const known = targets.get(from);
    if (known === undefined) targets.set(from, [to]);
    else known.push(to);
  }
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (reached.has(node) || nodes[node] === undefined) continue;
    reached.add(node);
    waiting.push(...(targets.get(node) ?? []));
  }
  return reached;
}
