import type { Breach } from "../../gate/finding.ts";
import type { Mutation } from "../../ir/mutation.ts";
import type { ProposedChange } from "../../ir/proposed-change.ts";
import type { System } from "../../ir/system.ts";
import { pointerOf } from "../../kernel/pointer.ts";
import { breachesOf, editedNames, placeOfPointer } from "../breach.ts";

const breach = breachesOf("C2");

type Tool = System["tools"][string];

/** Lowering a limit below a fifth at once says "cut it off", not "it became faster". */
export const STEEPEST_CUT = 0.2;

/** With less than this no tool even starts, whatever its limits were. */
const FLOORS = { deadline_ms: 5, memory_mb: 2 } as const;

const LIMITS = ["deadline_ms", "memory_mb"] as const;

/**
 * Limits of tools cut so far that no case of a suite could end: an evaluation in which every run is
 * cut off measures nothing. A tool under another name is held to the one whose place it takes.
 */
export function starvedTools({ mutation }: ProposedChange): readonly Breach[] {
  if (mutation === undefined) return [];
  const { tools } = mutation.after.system;
  return [...editedNames(mutation, "tools")].flatMap((name) => {
    const tool = Object.hasOwn(tools, name) ? tools[name] : undefined;
    if (tool === undefined) return [];
    const formers = formerTools(mutation, name, tool);
    return LIMITS.flatMap((limit) => {
      const former = Math.min(...formers.map(({ limits }) => limits[limit]));
      const floor = Math.min(FLOORS[limit], former);
      const isCut = tool.limits[limit] < former * STEEPEST_CUT;
      const isBelow =
        tool.limits[limit] < floor || (formers.length === 0 && tool.limits[limit] < FLOORS[limit]);
      if (!(formers.length > 0 && isCut) && !isBelow) return [];
      const before = String(formers.length === 0 ? FLOORS[limit] : former);
      const place = placeOfPointer(mutation.after, pointerOf("tools", name, "limits", limit));
      const facts = { tool: name, limit, before, after: String(tool.limits[limit]) };
      return [breach("safety-service-weakened", place, { problem: "limit-cut", ...facts })];
    });
  });
}

/** The tool itself, or else those with its code, or those at the nodes where it now stands. */
function formerTools({ before, after }: Mutation, name: string, tool: Tool): readonly Tool[] {
  const { tools, graph } = before.system;
  const own = Object.hasOwn(tools, name) ? tools[name] : undefined;
  if (own !== undefined) return [own];
  const nodes = Object.entries(after.system.graph.nodes).filter(([, node]) => node.tool === name);
  const replaced = new Set(nodes.flatMap(([id]) => graph.nodes[id]?.tool ?? []));
  return Object.entries(tools)
    .filter(([id, { file }]) => replaced.has(id) || (file !== undefined && file === tool.file))
    .map(([, former]) => former);
}
