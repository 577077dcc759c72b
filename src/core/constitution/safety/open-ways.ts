import type { System } from "../../ir/system.ts";

/**
 * Tells whether some run can reach an end. Edges are tried in the order of their keys and one
 * without a condition is always open, so that it hides whatever comes after it.
 */
export function endsSomewhere({ graph }: System): boolean {
  const ways = exitsOf(graph.edges);
  const reached = new Set<string>();
  const waiting = [graph.entry];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (reached.has(at)) continue;
    reached.add(at);
    if (Object.hasOwn(graph.nodes, at) && graph.nodes[at]?.kind === "end") return true;
    waiting.push(...openOnes(ways.get(at) ?? []));
  }
  return false;
}

type Exit = { readonly id: string; readonly edge: System["graph"]["edges"][string] };

function exitsOf(edges: System["graph"]["edges"]): ReadonlyMap<string, readonly Exit[]> {
  const exits = new Map<string, Exit[]>();
  for (const [id, edge] of Object.entries(edges)) {
    const known = exits.get(edge.from);
    if (known === undefined) exits.set(edge.from, [{ id, edge }]);
    else known.push({ id, edge });
  }
  return exits;
}

function openOnes(exits: readonly Exit[]): readonly string[] {
  const inOrder =
    exits.length < 2 ? exits : exits.toSorted((left, right) => (left.id < right.id ? -1 : 1));
  const closing = inOrder.findIndex(({ edge }) => edge.when === undefined);
  const open = closing === -1 ? inOrder : inOrder.slice(0, closing + 1);
  return open.map(({ edge }) => edge.to);
}
