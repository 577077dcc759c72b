import type { Breach } from "../../gate/finding.ts";
import type { Mutation } from "../../ir/mutation.ts";
import type { ProposedChange } from "../../ir/proposed-change.ts";
import type { System, SystemVersion } from "../../ir/system.ts";
import { waysOut } from "../../ir/ways-out.ts";
import { pointerOf } from "../../kernel/pointer.ts";
import { breachesOf, placeOfPointer } from "../breach.ts";
import { knownValues } from "../ways/known-values.ts";
import { lostWays } from "../ways/lost-ways.ts";
import { turnsRuns } from "../ways/turns-runs.ts";

const breach = breachesOf("C1");

type Node = System["graph"]["nodes"][string];

/**
 * Runs that used to meet a protected module and do so no more, or whose protected words are written
 * over afterwards. The module itself stands untouched all the while.
 */
export function lostProtection(
  change: ProposedChange,
  mutation: Mutation,
  modules: readonly string[],
): readonly Breach[] {
  if (modules.length === 0 || !turnsRuns(mutation)) return [];
  const { before, after } = mutation;
  const known = knownValues(change, after);
  const sides = { before: before.system, after: after.system, known };
  return modules.flatMap((module) => {
    const isWatched = (node: Node): boolean => usesModule(node, module);
    const lost = lostWays({ ...sides, isWatched }).map(({ problem, node }) =>
      breach("governance-reached", placeOfNode(after, node), { problem, node, module }),
    );
    return [...lost, ...overwritten(mutation, module)];
  });
}

/** As the charter names modules: `prompts/refusal`, `tools/escalate`, `models/fast`. */
function usesModule({ prompt, tool, model }: Node, module: string): boolean {
  return [`prompts/${prompt}`, `tools/${tool}`, `models/${model}`].includes(module);
}

function placeOfNode(after: SystemVersion, node: string) {
  return placeOfPointer(after, pointerOf("graph", "nodes", node));
}

/** Nodes that come after a protected prompt now, did not before, and write what it wrote. */
function overwritten({ before, after }: Mutation, module: string): readonly Breach[] {
  const former = after === before ? new Set<string>() : downstream(before.system, module);
  return [...downstream(after.system, module)]
    .filter((id) => !former.has(id) && isWriting(after, id, outputsOf(after.system, module)))
    .map((node) =>
      breach("governance-reached", placeOfNode(after, node), {
        problem: "overwritten",
        node,
        module,
      }),
    );
}

function downstream(system: System, module: string): ReadonlySet<string> {
  const { graph } = system;
  const ways = waysOut(system);
  const users = Object.entries(graph.nodes).filter(([, node]) => usesModule(node, module));
  const seen = new Set<string>();
  const waiting = users.map(([id]) => id);
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    for (const to of ways.get(at) ?? []) {
      if (seen.has(to)) continue;
      seen.add(to);
      waiting.push(to);
    }
  }
  return new Set([...seen].filter((id) => !usesModule(graph.nodes[id] ?? NO_NODE, module)));
}

const NO_NODE: Node = { kind: "end", parameters: [] };

function outputsOf({ graph }: System, module: string): readonly string[] {
  return Object.values(graph.nodes)
    .filter((node) => node.kind === "template" && usesModule(node, module))
    .map(({ output }) => output ?? "reply");
}

/** A tool may write anything that its code names. */
function isWriting(version: SystemVersion, id: string, outputs: readonly string[]): boolean {
  const node = version.system.graph.nodes[id] ?? NO_NODE;
  if (node.kind === "template") return outputs.includes(node.output ?? "reply");
  if (node.kind === "model") return node.output === undefined || outputs.includes(node.output);
  return node.kind === "tool" && isWritingTool(version, node.tool ?? "", outputs);
}

function isWritingTool(version: SystemVersion, tool: string, outputs: readonly string[]): boolean {
  const file = version.system.tools[tool]?.file;
  const bytes = file === undefined ? undefined : version.files.get(file);
  if (bytes === undefined) return outputs.length > 0;
  const code = new TextDecoder().decode(bytes);
  return outputs.some((output) => code.includes(output));
}
