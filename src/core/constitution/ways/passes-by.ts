import type { System } from "../../ir/system.ts";

/** True when a run can come from a node (the entry unless told) to an end without any of these nodes. */
export function passesBy(
  { graph }: System,
  avoided: ReadonlySet<string>,
  from: string = graph.entry,
): boolean {
  const edges = Object.values(graph.edges);
  const seen = new Set<string>();
  const waiting = [from];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (seen.has(at) || avoided.has(at) || graph.nodes[at] === undefined) continue;
    seen.add(at);
    const ways = edges.filter((edge) => edge.from === at);
    if (graph.nodes[at]?.kind === "end" || ways.length === 0) return true;
    waiting.push(...ways.map(({ to }) => to));
  }
  return false;
}
