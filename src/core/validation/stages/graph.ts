import type { Finding } from "../../gate/finding.ts";
import type { SystemVersion } from "../../ir/system.ts";
import { brokenConditions } from "../graph/broken-conditions.ts";
import { brokenReferences } from "../graph/broken-references.ts";
import { closedLoops } from "../graph/closed-loops.ts";
import { deadNodes } from "../graph/dead-nodes.ts";
import type { Stage } from "../stage.ts";

/** References resolve, conditions can be read, every node is on a way from entry to end, loops end. */
export const graph: Stage = {
  name: "graph",
  needs: [],
  check: ({ mutation }) => graphFindings(mutation.after),
};

/** What the stage finds in one version by itself. */
export function graphFindings(version: SystemVersion): readonly Finding[] {
  return [
    ...brokenReferences(version),
    ...brokenConditions(version),
    ...deadNodes(version),
    ...closedLoops(version),
  ];
}
