import type { Finding } from "../../gate/finding.ts";
import type { System, SystemVersion } from "../../ir/system.ts";
import { pointerOf } from "../../kernel/pointer.ts";
import { findingsOf } from "../stage-finding.ts";

/** Edges that lead back to where they came from in a graph that says it has no loops. */
export function closedLoops(version: SystemVersion): readonly Finding[] {
  const { graph } = version.system;
  if (graph.loops.max > 0) return [];
  const report = findingsOf("graph", version);
  return Object.entries(graph.edges)
    .filter(([, { from, to }]) => leadsTo(graph, to, from))
    .map(([edge, { from, to }]) =>
      report("loop-unbounded", pointerOf("graph", "edges", edge), {
        problem: "loop",
        edge,
        from,
        to,
      }),
    );
}

function leadsTo({ edges }: System["graph"], start: string, goal: string): boolean {
  const seen = new Set<string>();
  const waiting = [start];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (at === goal) return true;
    if (seen.has(at)) continue;
    seen.add(at);
    const next = Object.values(edges).filter(({ from }) => from === at);
    waiting.push(...next.map(({ to }) => to));
  }
  return false;
}
