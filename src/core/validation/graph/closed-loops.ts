import type { Finding } from "../../gate/finding.ts";
import { loopsIn } from "../../ir/loops-in.ts";
import type { SystemVersion } from "../../ir/system.ts";
import { pointerOf } from "../../kernel/pointer.ts";
import { findingsOf } from "../stage-finding.ts";

/** Edges that lead back to where they came from in a graph that says it has no loops. */
export function closedLoops(version: SystemVersion): readonly Finding[] {
  const { graph } = version.system;
  if (graph.loops.max > 0) return [];
  const report = findingsOf("graph", version);
  const loops = loopsIn(version.system);
  return Object.entries(graph.edges)
    .filter(([, { from, to }]) => loops.get(from) === loops.get(to))
    .map(([edge, { from, to }]) =>
      report("loop-unbounded", pointerOf("graph", "edges", edge), {
        problem: "loop",
        edge,
        from,
        to,
      }),
    );
}
