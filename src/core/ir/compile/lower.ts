import type { Json } from "../../kernel/json.ts";
import { reachableNodes } from "../capabilities.ts";
import { parseWhen } from "../parse-when.ts";
import type { System } from "../system.ts";
import type { WhenExpression } from "../when-expression.ts";
import type { Plan, Step, Way } from "./plan.ts";

type Node = System["graph"]["nodes"][string];

/**
 * Turns a normalised system into the plan that runs follow. Total: a baseline that was never
 * checked lowers too, to steps that fail when a run comes to them.
 */
export function lower(system: System): Plan {
  const { graph, resources } = system;
  const { tool_calls, wall_clock_ms } = resources.per_run;
  const edges = edgesByOrigin(system);
  const steps = [...reachableNodes(system)].sort().flatMap((id): readonly [string, Step][] => {
    const node = memberOf(graph.nodes, id);
    return node === undefined
      ? []
      : [[id, stepOf(system, node, waysFrom(system, edges.get(id) ?? []))]];
  });
  return {
    entry: graph.entry,
    visits: graph.loops.max + 1,
    limits: {
      ...(tool_calls === undefined ? {} : { tool_calls }),
      ...(wall_clock_ms === undefined ? {} : { wall_clock_ms }),
    },
    steps: Object.fromEntries(steps),
  };
}

function stepOf(system: System, node: Node, ways: readonly Way[]): Step {
  switch (node.kind) {
    case "tool":
      return toolStep(system, node, ways);
    case "template":
      return templateStep(system, node, ways);
    case "model": {
      const model = node.model ?? "";
      const optional = memberOf(system.models, model)?.optional === true;
      return { kind: "model", model, optional, ways };
    }
    case "router":
      return { kind: "router", ways };
    case "end":
      return { kind: "end" };
  }
}

function toolStep(system: System, node: Node, ways: readonly Way[]): Step {
  const tool = node.tool ?? "";
  if (memberOf(system.tools, tool) === undefined) {
    return { kind: "broken", missing: `no tool ${tool}` };
  }
  // A parameter that is not declared is simply not there for the tool.
  const named = node.parameters.flatMap((name): readonly [string, Json][] => {
    const parameter = memberOf(system.parameters, name);
    return parameter === undefined ? [] : [[name, parameter.value]];
  });
  return { kind: "tool", tool, parameters: Object.fromEntries(named), ways };
}

function templateStep(system: System, node: Node, ways: readonly Way[]): Step {
  const prompt = memberOf(system.prompts, node.prompt ?? "");
  return prompt === undefined
    ? { kind: "broken", missing: `no prompt ${node.prompt ?? ""}` }
    : { kind: "template", file: prompt.file, output: node.output ?? "reply", ways };
}

type Edge = System["graph"]["edges"][string];

/** The edges that leave each node, in the order of their keys. */
function edgesByOrigin({ graph }: System): ReadonlyMap<string, readonly Edge[]> {
  const edges = new Map<string, Edge[]>();
  const sorted = Object.entries(graph.edges).sort(([left], [right]) => (left < right ? -1 : 1));
  for (const [, edge] of sorted) {
    const known = edges.get(edge.from);
    if (known === undefined) edges.set(edge.from, [edge]);
    else known.push(edge);
  }
  return edges;
}

/** One whose condition cannot be read is never open, so it is left out. */
function waysFrom(system: System, edges: readonly Edge[]): readonly Way[] {
  return edges.flatMap(({ to, when }): readonly Way[] => {
    if (when === undefined) return [{ to }];
    const parsed = parseWhen(when);
    return parsed.ok ? [{ to, when: withParameters(parsed.value, system.parameters) }] : [];
  });
}

/** Parameters are constants of a version: their values stand in the condition itself. */
function withParameters(
  expression: WhenExpression,
  parameters: System["parameters"],
): WhenExpression {
  switch (expression.kind) {
    case "literal":
      return expression;
    case "field": {
      const known =
        expression.scope === "parameters" ? memberOf(parameters, expression.name) : undefined;
      return known === undefined ? expression : { kind: "literal", value: known.value };
    }
    case "not":
      return { ...expression, operand: withParameters(expression.operand, parameters) };
    default:
      return {
        ...expression,
        left: withParameters(expression.left, parameters),
        right: withParameters(expression.right, parameters),
      };
  }
}

/** Own members only: an id such as `constructor` must not find the prototype's. */
function memberOf<Member>(
  members: Readonly<Record<string, Member>>,
  id: string,
): Member | undefined {
  return Object.hasOwn(members, id) ? members[id] : undefined;
}
