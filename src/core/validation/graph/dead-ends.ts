import type { Finding } from "../../gate/finding.ts";
import { reachableNodes } from "../../ir/capabilities.ts";
import type { SystemVersion } from "../../ir/system.ts";
import { waysInto } from "../../ir/ways-out.ts";
import { pointerOf } from "../../kernel/pointer.ts";
import { findingsOf } from "../stage-finding.ts";

/** Nodes from which no run ever comes to an end, and ways on from an end, which no run ever takes. */
export function deadEnds(version: SystemVersion): readonly Finding[] {
  const report = findingsOf("graph", version);
  const { nodes, edges } = version.system.graph;
  const ending = nodesThatEnd(version);
  const left = new Set(Object.values(edges).map(({ from }) => from));
  const circling = [...reachableNodes(version.system)]
    // A node without any way on is named as such already.
    .filter((node) => !ending.has(node) && left.has(node))
    .map((node) =>
      report("node-unreachable", pointerOf("graph", "nodes", node), { problem: "no-end", node }),
    );
  const beyond = Object.entries(edges)
    .filter(([, { from }]) => Object.hasOwn(nodes, from) && nodes[from]?.kind === "end")
    .map(([edge, { from }]) =>
      report("node-unreachable", pointerOf("graph", "edges", edge), {
        problem: "after-end",
        edge,
        node: from,
      }),
    );
  return [...circling, ...beyond];
}

/** Every node from which some way leads to an `end`, found backwards from the ends. */
function nodesThatEnd({ system }: SystemVersion): ReadonlySet<string> {
  const { graph } = system;
  const ways = waysInto(system);
  const ending = new Set<string>();
  const waiting = Object.keys(graph.nodes).filter((id) => graph.nodes[id]?.kind === "end");
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (ending.has(at)) continue;
    ending.add(at);
    for (const from of ways.get(at) ?? []) waiting.push(from);
  }
  return ending;
}
