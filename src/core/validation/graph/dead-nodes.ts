import type { Finding } from "../../gate/finding.ts";
import { reachableNodes } from "../../ir/capabilities.ts";
import type { SystemVersion } from "../../ir/system.ts";
import { pointerOf } from "../../kernel/pointer.ts";
import { findingsOf } from "../stage-finding.ts";

/** Nodes that no run can enter, and nodes that no run can leave although they are no end. */
export function deadNodes(version: SystemVersion): readonly Finding[] {
  const report = findingsOf("graph", version);
  const { nodes, edges } = version.system.graph;
  const reached = reachableNodes(version.system);
  const left = new Set(Object.values(edges).map(({ from }) => from));
  return Object.entries(nodes).flatMap(([node, { kind }]) => {
    const isLeft = kind === "end" || left.has(node);
    if (isLeft && reached.has(node)) return [];
    const problem = reached.has(node) ? "no-way-out" : "no-way-in";
    return [report("node-unreachable", pointerOf("graph", "nodes", node), { problem, node })];
  });
}
