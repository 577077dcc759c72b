import type { System } from "./system.ts";

/** Many rules walk the same two graphs; the ways of each are read once. */
const WAYS = new WeakMap<System, ReadonlyMap<string, readonly string[]>>();

/** Where each node's edges lead: whoever walks a graph asks every node for its ways. */
export function waysOut(system: System): ReadonlyMap<string, readonly string[]> {
  const known = WAYS.get(system) ?? readWays(system);
  WAYS.set(system, known);
  return known;
}

const WAYS_INTO = new WeakMap<System, ReadonlyMap<string, readonly string[]>>();

/** Where each node's edges come from. */
export function waysInto(system: System): ReadonlyMap<string, readonly string[]> {
  const known = WAYS_INTO.get(system) ?? readWaysInto(system);
  WAYS_INTO.set(system, known);
  return known;
}

function readWaysInto(system: System): ReadonlyMap<string, readonly string[]> {
  const ways = new Map<string, string[]>();
  for (const { from, to } of Object.values(system.graph.edges)) addWay(ways, to, from);
  return ways;
}

function readWays({ graph }: System): ReadonlyMap<string, readonly string[]> {
  const ways = new Map<string, string[]>();
  for (const { from, to } of Object.values(graph.edges)) addWay(ways, from, to);
  return ways;
}

function addWay(ways: Map<string, string[]>, at: string, other: string): void {
  const known = ways.get(at);
  if (known === undefined) ways.set(at, [other]);
  else known.push(other);
}
