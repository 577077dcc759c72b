import type { Breach } from "../../gate/finding.ts";
import type { Mutation } from "../../ir/mutation.ts";
import type { ProposedChange } from "../../ir/proposed-change.ts";
import { shortestRun } from "../../ir/shortest-run.ts";
import type { System } from "../../ir/system.ts";
import { pointerOf } from "../../kernel/pointer.ts";
import { breachesOf, hasEditsUnder, placeOfPointer } from "../breach.ts";

const breach = breachesOf("C2");

/** Lowering a tool's limit below a tenth at once says "cut it off", not "it became faster". */
const STEEPEST_CUT = 0.1;

/**
 * Limits cut so far that no case of a suite could end: an evaluation in which every run is cut off
 * measures nothing. Limits that were as tight before are not this change's doing.
 */
export function starvedRuns({ mutation }: ProposedChange): readonly Breach[] {
  if (mutation === undefined) return [];
  return [...starvedTools(mutation), ...starvedBudget(mutation)];
}

function starvedTools({ before, after }: Mutation): readonly Breach[] {
  return Object.entries(after.system.tools).flatMap(([tool, { limits }]) => {
    const former = before.system.tools[tool]?.limits;
    if (former === undefined) return [];
    return (["deadline_ms", "memory_mb"] as const)
      .filter((limit) => limits[limit] < former[limit] * STEEPEST_CUT)
      .map((limit) =>
        breach(
          "safety-service-weakened",
          placeOfPointer(after, pointerOf("tools", tool, "limits", limit)),
          {
            problem: "limit-cut",
            tool,
            limit,
            before: String(former[limit]),
            after: String(limits[limit]),
          },
        ),
      );
  });
}

/** Even the shortest way through the graph must fit into what one run may use. */
function starvedBudget(mutation: Mutation): readonly Breach[] {
  if (!hasEditsUnder(mutation, ["graph", "resources"])) return [];
  const { before, after } = mutation;
  return shortfalls(after.system)
    .filter(({ limit }) => !shortfalls(before.system).some((former) => former.limit === limit))
    .map(({ limit, allowed, needed }) =>
      breach(
        "safety-service-weakened",
        placeOfPointer(after, pointerOf("resources", "per_run", limit)),
        { problem: "run-starved", limit, allowed: String(allowed), needed: String(needed) },
      ),
    );
}

type Shortfall = { readonly limit: string; readonly allowed: number; readonly needed: number };

function shortfalls(system: System): readonly Shortfall[] {
  const run = shortestRun(system);
  if (run === undefined) return [];
  const { tool_calls, wall_clock_ms } = system.resources.per_run;
  return [
    { limit: "tool_calls", allowed: tool_calls ?? Infinity, needed: run.toolCalls },
    // A run that may not even last as long as one millisecond per call cannot end.
    { limit: "wall_clock_ms", allowed: wall_clock_ms ?? Infinity, needed: run.toolCalls },
  ].filter(({ allowed, needed }) => allowed < needed);
}
