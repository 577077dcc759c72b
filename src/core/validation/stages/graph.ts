import type { Finding } from "../../gate/finding.ts";
import type { SystemVersion } from "../../ir/system.ts";
import { brokenConditions } from "../graph/broken-conditions.ts";
import { brokenReferences } from "../graph/broken-references.ts";
import { closedLoops } from "../graph/closed-loops.ts";
import { deadEnds } from "../graph/dead-ends.ts";
import { deadNodes } from "../graph/dead-nodes.ts";
import { strayMembers } from "../graph/stray-members.ts";
import { stuckRouters } from "../graph/stuck-routers.ts";
import type { Stage } from "../stage.ts";

/** References resolve, conditions can be read, every node is on a way from entry to end, loops end. */
export const graph: Stage = {
  name: "graph",
  needs: [],
  check: ({ mutation }) => graphFindings(mutation.after),
};

/** What the stage finds in one version by itself. */
export function graphFindings(version: SystemVersion): readonly Finding[] {
  // Another framework's graph says what can be reached, not how a run of ours would go.
  if (version.native !== undefined) return brokenReferences(version);
  return [
    ...brokenReferences(version),
    ...brokenConditions(version),
    ...deadNodes(version),
    ...closedLoops(version),
    ...deadEnds(version),
    ...strayMembers(version),
    ...stuckRouters(version),
  ];
}
