import * as fc from "fast-check";
import { expect, test } from "vitest";
import { loopsIn } from "../../../src/core/ir/loops-in.ts";
import type { System } from "../../../src/core/ir/system.ts";
import { aSystem } from "../../support/builders.ts";

function withEdges(pairs: readonly (readonly [string, string])[]): System {
  const edges = Object.fromEntries(pairs.map(([from, to], at) => [`e${at}`, { from, to }]));
  return { ...aSystem(), graph: { ...aSystem().graph, edges } };
}

const node = fc.constantFrom("a", "b", "c", "d", "e", "f");

test("two nodes are on one loop exactly when each leads to the other", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(node, node), { maxLength: 12 }), (pairs) => {
      const leadsTo = (from: string, to: string, seen = new Set<string>()): boolean =>
        from === to ||
        (!seen.has(from) &&
          pairs.some(([at, next]) => at === from && leadsTo(next, to, new Set([...seen, from]))));
      const loops = loopsIn(withEdges(pairs));
      for (const [from, to] of pairs) {
        expect(loops.get(from) === loops.get(to)).toBe(leadsTo(to, from));
      }
    }),
  );
});

test("a chain of many nodes is walked without running out of stack", () => {
  const ids = Array.from({ length: 30_000 }, (_, at) => `n${at}`);
  const chain = ids.slice(1).map((to, at) => [ids[at] ?? "", to] as const);
  expect(new Set(loopsIn(withEdges(chain)).values()).size).toBe(30_000);
});
