import type { Json } from "../kernel/json.ts";
import { evaluateWhen } from "./evaluate-when.ts";
import { parseWhen } from "./parse-when.ts";
import type { System } from "./system.ts";

type Seen = {
  readonly out: ReadonlyMap<string, Json>;
  readonly state: ReadonlyMap<string, Json>;
};

/**
 * The node that the first open edge leads to, edges taken in the order of their keys. An edge
 * without a condition is open; one whose condition cannot be read or told is not.
 */
export function nextNode(system: System, from: string, seen: Seen): string | undefined {
  const parameters = new Map(
    Object.entries(system.parameters).map(([name, { value }]): [string, Json] => [name, value]),
  );
  const [edge] = Object.entries(system.graph.edges)
    .filter(([, edge]) => edge.from === from)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([, edge]) => edge)
    .filter(({ when }) => when === undefined || holds(when, { ...seen, parameters }));
  return edge?.to;
}

function holds(when: string, scopes: Parameters<typeof evaluateWhen>[1]): boolean {
  const expression = parseWhen(when);
  return expression.ok && evaluateWhen(expression.value, scopes) === true;
}
