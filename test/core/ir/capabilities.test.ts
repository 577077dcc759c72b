import { expect, test } from "vitest";
import { effectiveReach, effectiveTier, gainedReach } from "../../../src/core/ir/capabilities.ts";
import type { System } from "../../../src/core/ir/system.ts";
import { aCharter, anEdit, aSystem } from "../../support/builders.ts";

/** A greeter whose spare tool holds a grant; it runs only when `isWired`. */
function armed(isWired: boolean, access: "read" | "write" = "write"): System {
  const { nodes, edges, entry } = aSystem().graph;
  return aSystem({
    tools: {
      sense: { file: "tools/sense.js", effect: "none" },
      ring: { file: "tools/ring.js", effect: "write", needs: ["bell"] },
    },
    capabilities: { bell: { kind: "actuator", target: "door", access, grant: ["ring"] } },
    graph: {
      entry,
      nodes: { ...nodes, chime: { kind: "tool", tool: "ring", parameters: [] } },
      edges: isWired ? { ...edges, zz: { from: "feel", to: "chime" } } : edges,
    } as never,
  });
}

test("a grant reaches only through a tool that can run", () => {
  expect(effectiveReach(armed(false))).toEqual([]);
  expect(effectiveReach(armed(true))).toEqual([
    { capability: "bell", kind: "actuator", target: "door", access: "write", via: ["ring"] },
  ]);
});

test("reach is gained by wiring a tool in and by a stronger access, not by less", () => {
  expect(gainedReach(armed(false), armed(true))).toHaveLength(1);
  expect(gainedReach(armed(true, "read"), armed(true, "write"))).toHaveLength(1);
  expect(gainedReach(armed(true, "write"), armed(true, "read"))).toEqual([]);
  expect(gainedReach(armed(true), armed(true))).toEqual([]);
});

test("an edge that wires a granted tool in needs the tier of capabilities", () => {
  const rules = aCharter().systems["greeter"];
  if (rules === undefined) throw new Error("no greeter");
  const changes = { edits: [anEdit({ pointer: "/graph/edges/zz", kind: "add", tier: "T1" })] };
  const wired = { before: armed(false), after: armed(true) };
  expect(effectiveTier(changes, wired, rules)).toBe("T3");
  expect(effectiveTier(changes, { before: armed(true), after: armed(true) }, rules)).toBe("T1");
});
