import type { Breach } from "../../gate/finding.ts";
import type { Mutation } from "../../ir/mutation.ts";
import type { ProposedChange } from "../../ir/proposed-change.ts";
import { shortestRun } from "../../ir/shortest-run.ts";
import type { System } from "../../ir/system.ts";
import { pointerOf } from "../../kernel/pointer.ts";
import { breachesOf, hasEditsUnder, placeOfPointer } from "../breach.ts";
import { endsSomewhere } from "./open-ways.ts";
import { STEEPEST_CUT } from "./starved-tools.ts";

const breach = breachesOf("C2");

/**
 * What one run may use, cut so far that no case of a suite could end. Limits that were as tight
 * before are not this change's doing.
 */
export function starvedRuns({ mutation }: ProposedChange): readonly Breach[] {
  if (mutation === undefined || !mayStarve(mutation)) return [];
  const { before, after } = mutation;
  const short = shortfalls(after.system);
  const known = new Set(short.length === 0 ? [] : shortfalls(before.system).map(limitOf));
  const cut = cutLimits(before.system, after.system);
  const starved = [...short.filter((one) => !known.has(limitOf(one))), ...cut];
  const seen = new Set<string>();
  const breaches = starved
    .filter(({ limit }) => !seen.has(limit) && seen.add(limit))
    .map(({ limit, allowed, needed }) => {
      const place = placeOfPointer(after, pointerOf("resources", ...limit.split("/")));
      const facts = { limit, allowed: String(allowed), needed: String(needed) };
      return breach("safety-service-weakened", place, { problem: "run-starved", ...facts });
    });
  if (!isEndless(mutation)) return breaches;
  const graph = placeOfPointer(after, "/graph/edges");
  return [...breaches, breach("safety-service-weakened", graph, { problem: "endless" })];
}

function isEndless(mutation: Mutation): boolean {
  const { before, after } = mutation;
  const isTurned = hasEditsUnder(mutation, ["graph"]);
  return isTurned && !endsSomewhere(after.system) && endsSomewhere(before.system);
}

/** Of a model only the length of its answers counts, or that it comes or goes. */
function mayStarve(mutation: Mutation): boolean {
  if (hasEditsUnder(mutation, ["graph", "resources"])) return true;
  return (
    hasEditsUnder(mutation, ["models"]) &&
    mutation.changes.edits.some(
      ({ pointer, kind }) =>
        kind !== "replace" || !/^\/models\/[^/]+\/params\/(?!max_output_tokens$)/.test(pointer),
    )
  );
}

function limitOf({ limit }: Shortfall): string {
  return limit;
}

type Shortfall = { readonly limit: string; readonly allowed: number; readonly needed: number };

/** Even the shortest way through the graph must fit into what one run may use. */
function shortfalls(system: System): readonly Shortfall[] {
  const run = shortestRun(system);
  if (run === undefined) return [];
  const { tool_calls, wall_clock_ms, tokens } = system.resources.per_run;
  return [
    { limit: "per_run/tool_calls", allowed: tool_calls ?? Infinity, needed: run.toolCalls },
    // A run that may not even last as long as one millisecond per call cannot end.
    { limit: "per_run/wall_clock_ms", allowed: wall_clock_ms ?? Infinity, needed: run.toolCalls },
    { limit: "per_run/tokens", allowed: tokens ?? Infinity, needed: tokensNeeded(system) },
  ].filter(({ allowed, needed }) => allowed < needed);
}

/** What one answer of the most sparing model may take, where models answer at all. */
function tokensNeeded({ graph, models }: System): number {
  const ids = new Set(Object.values(graph.nodes).flatMap(({ model }) => model ?? []));
  const answers = [...ids].flatMap((id) => models[id]?.params["max_output_tokens"] ?? 1);
  const counts = answers.filter((answer) => typeof answer === "number");
  return counts.length === 0 ? 0 : Math.min(...counts);
}

/**
 * Less than a fifth of what it was, at once. Tool calls are left out: how many a run needs is known,
 * and to allow no more than that is only careful.
 */
function cutLimits(before: System, after: System): readonly Shortfall[] {
  const formerly = limitsOf(before);
  return [...limitsOf(after)].flatMap(([limit, allowed]) => {
    const needed = (formerly.get(limit) ?? 0) * STEEPEST_CUT;
    return allowed < needed && limit !== "per_run/tool_calls" ? [{ limit, allowed, needed }] : [];
  });
}

function limitsOf({ resources }: System): ReadonlyMap<string, number> {
  const groups = Object.entries(resources).flatMap(([group, limits]) =>
    Object.entries(limits).flatMap(([name, most]) =>
      typeof most === "number" ? [[`${group}/${name}`, most] as const] : [],
    ),
  );
  return new Map(groups);
}
