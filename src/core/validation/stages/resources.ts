import type { Finding } from "../../gate/finding.ts";
import type { System, SystemVersion } from "../../ir/system.ts";
import { type Pointer, pointerOf } from "../../kernel/pointer.ts";
import { cheapestRun } from "../resources/cheapest-run.ts";
import { parameterFindings, retypedParameters } from "../resources/parameters.ts";
import { findingsOf } from "../stage-finding.ts";
import type { Stage } from "../stage.ts";

/** Limits fit into each other, values into their bounds, and one run into what a run may use. */
export const resources: Stage = {
  name: "resources",
  needs: [],
  check: ({ mutation: { before, after } }) => [
    ...resourceFindings(after),
    ...retypedParameters(before, after),
  ],
};

type Excess = {
  readonly at: Pointer;
  readonly problem: string;
  readonly value: number;
  readonly limit: number;
};

/** What the stage finds in one version by itself. */
export function resourceFindings(version: SystemVersion): readonly Finding[] {
  const report = findingsOf("resources", version);
  const { system } = version;
  const excesses = [...ofTools(system), ...ofModels(system), ...ofRun(system)].map(
    ({ at, problem, value, limit }) =>
      report("resource-exceeded", at, { problem, value: String(value), limit: String(limit) }),
  );
  return [...excesses, ...parameterFindings(version)];
}

function ofTools({ tools, resources }: System): readonly Excess[] {
  const limit = resources.per_run.wall_clock_ms ?? Infinity;
  return Object.entries(tools)
    .filter(([, { limits }]) => limits.deadline_ms > limit)
    .map(([id, { limits }]) => ({
      at: pointerOf("tools", id, "limits", "deadline_ms"),
      problem: "deadline-over-run",
      value: limits.deadline_ms,
      limit,
    }));
}

function ofModels({ models, resources }: System): readonly Excess[] {
  const limit = resources.per_run.tokens ?? Infinity;
  return Object.entries(models).flatMap(([id, { params }]): Excess[] => {
    const value = params["max_output_tokens"];
    const at = pointerOf("models", id, "params", "max_output_tokens");
    return typeof value === "number" && value > limit
      ? [{ at, problem: "tokens-over-run", value, limit }]
      : [];
  });
}

/** Sums over the nodes of the cheapest way to an end: what exceeds there exceeds in every run. */
function ofRun(system: System): readonly Excess[] {
  const { tools, models, resources } = system;
  const { tool_calls, wall_clock_ms, tokens } = resources.per_run;
  const toolOf = ({ kind, tool = "" }: Node): Tool | undefined =>
    kind === "tool" && Object.hasOwn(tools, tool) ? tools[tool] : undefined;
  const calls = sumOver(system, ({ kind }) => (kind === "tool" ? 1 : 0));
  const deadlines = sumOver(system, (node) => toolOf(node)?.limits.deadline_ms ?? 0);
  const answers = sumOver(system, ({ kind, model = "" }) => {
    const most = kind === "model" && Object.hasOwn(models, model) ? models[model]?.params : {};
    return Number(most?.["max_output_tokens"] ?? 0) || 0;
  });
  const at = (name: string): Pointer => pointerOf("resources", "per_run", name);
  return [
    { at: at("tool_calls"), problem: "calls-over-run", value: calls, limit: tool_calls },
    { at: at("wall_clock_ms"), problem: "deadlines-sum", value: deadlines, limit: wall_clock_ms },
    { at: at("tokens"), problem: "tokens-sum", value: answers, limit: tokens },
  ].flatMap(({ limit, ...row }) =>
    limit !== undefined && row.value > limit ? [{ ...row, limit }] : [],
  );
}

type Node = System["graph"]["nodes"][string];
type Tool = System["tools"][string];

function sumOver(system: System, costOf: (node: Node) => number): number {
  return cheapestRun(system, costOf) ?? 0;
}
