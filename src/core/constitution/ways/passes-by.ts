import type { System } from "../../ir/system.ts";
import { waysOut } from "../../ir/ways-out.ts";

/** True when a run can come from a node (the entry unless told) to an end without any of these nodes. */
export function passesBy(
  system: System,
  avoided: ReadonlySet<string>,
  from: string = system.graph.entry,
): boolean {
  const { nodes } = system.graph;
  const ways = waysOut(system);
  const seen = new Set<string>();
  const waiting = [from];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (seen.has(at) || avoided.has(at) || nodes[at] === undefined) continue;
    seen.add(at);
    const next = ways.get(at) ?? [];
    if (nodes[at]?.kind === "end" || next.length === 0) return true;
    waiting.push(...next);
  }
  return false;
}
