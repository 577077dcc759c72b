import type { Finding } from "../../gate/finding.ts";
import type { SystemVersion } from "../../ir/system.ts";
import { pointerOf } from "../../kernel/pointer.ts";
import { findingsOf } from "../stage-finding.ts";

const NAMED = ["tool", "prompt", "model"] as const;

/** What a node of each kind runs; anything else that it names waits for its kind to change. */
const USED: Readonly<Record<string, readonly string[]>> = {
  tool: ["tool"],
  template: ["prompt"],
  model: ["model", "prompt"],
};

/** Modules that a node names and never runs: reach that no evaluation would ever see. */
export function strayMembers(version: SystemVersion): readonly Finding[] {
  const report = findingsOf("graph", version);
  return Object.entries(version.system.graph.nodes).flatMap(([id, node]) =>
    NAMED.flatMap((member): readonly Finding[] => {
      const name = node[member];
      if (name === undefined || USED[node.kind]?.includes(member) === true) return [];
      const facts = { problem: "stray", kind: node.kind, name };
      return [report("reference-broken", pointerOf("graph", "nodes", id, member), facts)];
    }),
  );
}
