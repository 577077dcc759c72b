import type { Mutation } from "../ir/mutation.ts";
import type { SystemVersion } from "../ir/system.ts";
import type { Dimension, DimensionReport, RuleEvidence } from "./dimension-report.ts";
import { scoreMaintainability } from "./dimensions/maintainability.ts";
import type { Scorecard } from "./scorecard.ts";

/** The parts of a mutation that are seen without running anything. */
type Seen = Pick<Mutation, "before" | "after" | "changes" | "claim">;

/** Answers alone would tell, and there is nobody who asked. */
const UNSEEN: readonly Dimension[] = [
  "task_improvement",
  "generalization",
  "calibration",
  "integrity",
];

/**
 * What the definition alone shows where a system has no suite. It may refuse: a change that gives
 * the agent more than it had, with nothing that would watch what it does with it, and one that
 * claims efficiency and makes even the shortest run longer. It can never carry an acceptance.
 */
export function scoreStatic(mutation: Seen): Scorecard {
  const { before, after } = mutation;
  return {
    objective: mutation.claim.objective ?? "neutral",
    reports: [
      ...UNSEEN.map((dimension) => reportOn(dimension, 0, { kind: "rule", holds: true })),
      scoreWidening(mutation),
      ...scoreMaintainability({ before, after }),
      scoreLength(mutation),
    ],
  };
}

function scoreWidening({ changes }: Seen): DimensionReport {
  const widening = changes.edits.filter((edit) => edit.widening).length;
  const score = 1 - widening / Math.max(1, changes.edits.length);
  return reportOn("risk", score, ruleOf(widening === 0));
}

function scoreLength({ before, after, claim }: Seen): DimensionReport {
  const earlier = shortestRun(before);
  const later = shortestRun(after);
  const isBroken = claim.objective === "efficiency" && later > earlier;
  return reportOn("efficiency", Math.min(1, earlier / Math.max(1, later)), ruleOf(!isBroken));
}

function ruleOf(holds: boolean): RuleEvidence {
  return { kind: "rule", holds, ...(holds ? {} : { breach: "static-regression" as const }) };
}

const METHODS: Readonly<Partial<Record<Dimension, string>>> = {
  risk: "no edit gives the agent more than it had",
  efficiency: "the shortest run got no longer, where the change claims efficiency",
};

function reportOn(dimension: Dimension, score: number, evidence: RuleEvidence): DimensionReport {
  return {
    dimension,
    role: "guard",
    source: "definition",
    score,
    sealed: false,
    evidence,
    method: METHODS[dimension] ?? "no suite: nothing was run",
  };
}

/** Steps of the shortest way from the entry to an end; all nodes where there is none. */
function shortestRun({ system }: SystemVersion): number {
  const { entry, nodes, edges } = system.graph;
  const ways = Object.values(edges);
  let reached: ReadonlySet<string> = new Set([entry]);
  const most = Object.keys(nodes).length;
  for (let steps = 1; steps <= most; steps += 1) {
    if ([...reached].some((id) => Object.hasOwn(nodes, id) && nodes[id]?.kind === "end")) {
      return steps;
    }
    reached = new Set(ways.filter(({ from }) => reached.has(from)).map(({ to }) => to));
  }
  return most;
}
