import type { Finding } from "../../gate/finding.ts";
import { givenFields } from "../../ir/given-fields.ts";
import type { SystemVersion } from "../../ir/system.ts";
import { type Pointer, pointerOf } from "../../kernel/pointer.ts";
import { findingsOf } from "../stage-finding.ts";
import { type Gives, giversOf, membersOf, requiredOf } from "./givers.ts";
import { placeholdersOf } from "./placeholders.ts";

/**
 * Ways through the graph on which something is asked for that no node before gives: a promised field
 * at an end, or a placeholder at a template. A field that nothing gives anywhere is found elsewhere.
 */
export function starvedWays(version: SystemVersion): readonly Finding[] {
  const report = findingsOf("contracts", version);
  const { contract, graph, prompts } = version.system;
  const isGiven = givenFields(version);
  const inputs = membersOf(contract.input);
  const gives = giversOf(version);
  const promised = [...new Set(requiredOf(contract.output))];
  const certain = new Set(requiredOf(contract.input));
  const isOpen = (field: string): boolean => isGiven(field) && !certain.has(field);
  // A field that callers may leave out is there on some runs only.
  const left = (field: string): string => (inputs.has(field) ? "-optional" : "");
  const nodesWithout = withoutGivers(graph, gives);
  const ends = promised
    .filter(isOpen)
    .flatMap((field) =>
      [...nodesWithout(field)]
        .filter(([node]) => graph.nodes[node]?.kind === "end")
        .map(([node, at]) =>
          report("contract-mismatch", at, { problem: `way-without${left(field)}`, field, node }),
        ),
    );
  const templates = Object.entries(graph.nodes).flatMap(([node, { kind, prompt = "" }]) => {
    const file = Object.hasOwn(prompts, prompt) ? prompts[prompt]?.file : undefined;
    if (kind !== "template" || file === undefined) return [];
    const fields = new Set(placeholdersOf(version, file).map(({ name }) => name));
    return [...fields].filter(isOpen).flatMap((field) => {
      const at = nodesWithout(field).get(node);
      const facts = { problem: `placeholder-starved${left(field)}`, field, node, prompt };
      return at === undefined ? [] : [report("contract-mismatch", at, facts)];
    });
  });
  return [...ends, ...templates];
}

type Graph = SystemVersion["system"]["graph"];

/** Nodes and where a run enters them. */
type Entered = ReadonlyMap<string, Pointer>;

/** Which nodes a run can enter without having met a giver of a field; many ask for the same one. */
function withoutGivers(graph: Graph, gives: Gives): (field: string) => Entered {
  const exits = exitsOf(graph);
  const known = new Map<string, Entered>();
  return (field) => {
    const entered = known.get(field) ?? walk(graph.entry, exits, (node) => gives(node, field));
    known.set(field, entered);
    return entered;
  };
}

type Exit = { readonly to: string; readonly at: Pointer };

function exitsOf({ edges }: Graph): ReadonlyMap<string, readonly Exit[]> {
  const exits = new Map<string, Exit[]>();
  for (const [edge, { from, to }] of Object.entries(edges)) {
    const exit = { to, at: pointerOf("graph", "edges", edge) };
    const known = exits.get(from);
    if (known === undefined) exits.set(from, [exit]);
    else known.push(exit);
  }
  return exits;
}

function walk(
  entry: string,
  exits: ReadonlyMap<string, readonly Exit[]>,
  isGiver: (node: string) => boolean,
): Entered {
  const entered = new Map<string, Pointer>();
  const waiting: { readonly node: string; readonly at: Pointer }[] = [
    { node: entry, at: "/graph/entry" },
  ];
  for (let step = waiting.pop(); step !== undefined; step = waiting.pop()) {
    const { node, at } = step;
    if (entered.has(node)) continue;
    entered.set(node, at);
    if (isGiver(node)) continue;
    for (const { to, at: way } of exits.get(node) ?? []) waiting.push({ node: to, at: way });
  }
  return entered;
}
