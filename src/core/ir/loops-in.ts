import type { System } from "./system.ts";
import { waysInto, waysOut } from "./ways-out.ts";

type Ways = ReadonlyMap<string, readonly string[]>;

/**
 * The loop that each node is on, named by one of its nodes; a node on none is a loop of its own.
 * Two nodes are on one loop when each leads to the other. Each edge is walked twice, however long
 * the graph is: once forwards to learn in which order nodes are left, once backwards from the last.
 */
export function loopsIn(system: System): ReadonlyMap<string, string> {
  const [out, into] = [waysOut(system), waysInto(system)];
  const left = orderOfLeaving([...out.keys(), ...into.keys()], out);
  const loops = new Map<string, string>();
  for (const first of left.toReversed()) {
    const waiting = [first];
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      if (loops.has(at)) continue;
      loops.set(at, first);
      for (const from of into.get(at) ?? []) waiting.push(from);
    }
  }
  return loops;
}

/** Nodes in the order in which a walk into the depth is done with them. */
function orderOfLeaving(nodes: readonly string[], ways: Ways): readonly string[] {
  const entered = new Set<string>();
  const left: string[] = [];
  for (const node of nodes) {
    const path = [{ id: node, next: 0 }];
    for (let step = path.at(-1); step !== undefined; step = path.at(-1)) {
      if (step.next === 0 && entered.has(step.id)) {
        path.pop();
        continue;
      }
      entered.add(step.id);
      const to = ways.get(step.id)?.[step.next];
      step.next += 1;
      if (to !== undefined) path.push({ id: to, next: 0 });
      else left.push(path.pop()?.id ?? "");
    }
  }
  return left;
}
