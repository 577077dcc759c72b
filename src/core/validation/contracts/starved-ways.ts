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
  const ends = promised
    .filter(isOpen)
    .flatMap((field) =>
      [...nodesWithout(version, field, gives)]
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
      const at = nodesWithout(version, field, gives).get(node);
      const facts = { problem: `placeholder-starved${left(field)}`, field, node, prompt };
      return at === undefined ? [] : [report("contract-mismatch", at, facts)];
    });
  });
  return [...ends, ...templates];
}

/** Nodes that a run can enter without having met a giver of the field, and where it enters them. */
function nodesWithout(
  { system: { graph } }: SystemVersion,
  field: string,
  gives: Gives,
): ReadonlyMap<string, Pointer> {
  const entered = new Map<string, Pointer>();
  const waiting: { readonly node: string; readonly at: Pointer }[] = [
    { node: graph.entry, at: "/graph/entry" },
  ];
  for (let step = waiting.pop(); step !== undefined; step = waiting.pop()) {
    const { node, at } = step;
    if (entered.has(node)) continue;
    entered.set(node, at);
    if (gives(node, field)) continue;
    for (const [edge, { from, to }] of Object.entries(graph.edges)) {
      if (from === node) waiting.push({ node: to, at: pointerOf("graph", "edges", edge) });
    }
  }
  return entered;
}
