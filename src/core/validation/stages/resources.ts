import type { Finding } from "../../gate/finding.ts";
import { shortestRun } from "../../ir/shortest-run.ts";
import type { System, SystemVersion } from "../../ir/system.ts";
import { type Pointer, pointerOf } from "../../kernel/pointer.ts";
import { findingsOf } from "../stage-finding.ts";
import type { Stage } from "../stage.ts";

/** Limits fit into each other, values into their bounds, and one run into what a run may use. */
export const resources: Stage = {
  name: "resources",
  needs: [],
  check: ({ mutation }) => resourceFindings(mutation.after),
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
  return [...ofTools(system), ...ofModels(system), ...ofRun(system), ...ofParameters(system)].map(
    ({ at, problem, value, limit }) =>
      report("resource-exceeded", at, { problem, value: String(value), limit: String(limit) }),
  );
}

function ofTools({ tools, resources }: System): readonly Excess[] {
  const limit = resources.per_run.wall_clock_ms ?? Infinity;
  return Object.entries(tools)
    .map(([id, { limits }]) => ({
      at: pointerOf("tools", id, "limits", "deadline_ms"),
      problem: "deadline-over-run",
      value: limits.deadline_ms,
      limit,
    }))
    .filter(({ value }) => value > limit);
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

function ofRun(system: System): readonly Excess[] {
  const limit = system.resources.per_run.tool_calls ?? Infinity;
  const value = shortestRun(system)?.toolCalls ?? 0;
  const at = "/resources/per_run/tool_calls";
  return value > limit ? [{ at, problem: "calls-over-run", value, limit }] : [];
}

function ofParameters({ parameters }: System): readonly Excess[] {
  return Object.entries(parameters).flatMap(([id, { value, minimum, maximum }]): Excess[] => {
    if (typeof value !== "number") return [];
    const at = pointerOf("parameters", id, "value");
    const [least, most] = [minimum ?? -Infinity, maximum ?? Infinity];
    if (value < least) return [{ at, problem: "below-minimum", value, limit: least }];
    return value > most ? [{ at, problem: "above-maximum", value, limit: most }] : [];
  });
}
