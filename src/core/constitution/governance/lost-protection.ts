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
    const isWatched = usersOf(module);
    const lost = lostWays({ ...sides, isWatched }).map(({ problem, node }) =>
      breach("governance-reached", placeOfNode(after, node), { problem, node, module }),
    );
    return [...lost, ...overwritten(mutation, module, isWatched)];
  });
}

type IsUser = (node: Node) => boolean;

/** Nodes by a module as the charter names it: `prompts/refusal`, `tools/escalate`, `models/fast`. */
export function usersOf(module: string): IsUser {
  const [member, ...names] = module.split("/");
  const id = names.join("/");
  if (member === "prompts") return ({ prompt }) => prompt === id;
  if (member === "tools") return ({ tool }) => tool === id;
  return ({ model }) => member === "models" && model === id;
}

function placeOfNode(after: SystemVersion, node: string) {
  return placeOfPointer(after, pointerOf("graph", "nodes", node));
}

/** Nodes that come after a protected prompt now, did not before, and write what it wrote. */
function overwritten(
  { before, after }: Mutation,
  module: string,
  isUser: IsUser,
): readonly Breach[] {
  const outputs = outputsOf(after.system, isUser);
  const writers = downstream(after.system, isUser).filter((id) => isWriting(after, id, outputs));
  if (writers.length === 0) return [];
  const former = new Set(downstream(before.system, isUser));
  return writers
    .filter((id) => !former.has(id))
    .map((node) =>
      breach("governance-reached", placeOfNode(after, node), {
        problem: "overwritten",
        node,
        module,
      }),
    );
}

function downstream(system: System, isUser: IsUser): readonly string[] {
  const { nodes } = system.graph;
  const ways = waysOut(system);
  const seen = new Set<string>();
  const waiting = Object.keys(nodes).filter((id) => isUser(nodes[id] ?? NO_NODE));
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    for (const to of ways.get(at) ?? []) {
      if (seen.has(to)) continue;
      seen.add(to);
      waiting.push(to);
    }
  }
  return [...seen].filter((id) => !isUser(nodes[id] ?? NO_NODE));
}

const NO_NODE: Node = { kind: "end", parameters: [] };

function outputsOf({ graph }: System, isUser: IsUser): readonly string[] {
  return Object.values(graph.nodes)
    .filter((node) => node.kind === "template" && isUser(node))
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
