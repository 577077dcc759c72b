import { expect, test } from "vitest";
import { effectiveReach, gainedReach, reachableNodes } from "../../../src/core/ir/capabilities.ts";
import { effectiveTier, gainsOf } from "../../../src/core/ir/gained-authority.ts";
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

const gains = (before: System, after: System) =>
  gainedReach(effectiveReach(before), effectiveReach(after));

test("reach is gained by wiring a tool in and by a stronger access, not by less", () => {
  expect(gains(armed(false), armed(true))).toHaveLength(1);
  expect(gains(armed(true, "read"), armed(true, "write"))).toHaveLength(1);
  expect(gains(armed(true, "write"), armed(true, "read"))).toEqual([]);
  expect(gains(armed(true), armed(true))).toEqual([]);
});

test("an edge that wires a granted tool in needs the tier of capabilities", () => {
  const rules = aCharter().systems["greeter"];
  if (rules === undefined) throw new Error("no greeter");
  const changes = { edits: [anEdit({ pointer: "/graph/edges/zz", kind: "add", tier: "T1" })] };
  const wired = { before: armed(false), after: armed(true) };
  expect(effectiveTier(changes, gainsOf(changes, wired), rules)).toBe("T3");
  const same = { before: armed(true), after: armed(true) };
  expect(effectiveTier(changes, gainsOf(changes, same), rules)).toBe("T1");
});

test("a narrower target and another name for it are no gain, a wider target is one", () => {
  const aimed = (id: string, target: string): System => {
    const { bell, ...rest } = armed(true).capabilities;
    if (bell === undefined) throw new Error("no bell");
    return { ...armed(true), capabilities: { ...rest, [id]: { ...bell, target } } };
  };
  expect(gains(aimed("bell", "door/*"), aimed("bell", "door/front"))).toEqual([]);
  expect(gains(aimed("bell", "door"), aimed("chime", "door"))).toEqual([]);
  expect(gains(aimed("bell", "door/front"), aimed("bell", "door/*"))).toHaveLength(1);
});

test("what becomes reachable through a model or into a store is gained as well", () => {
  const auth = { secret: "key" };
  const model = { provider: "openai", id: "m", params: {}, optional: false, auth } as const;
  const kept = { kind: "vector", scope: "system", retention: "P1D" } as const;
  const shelf = { ...kept, writers: ["ring"] };
  const wiring = (isWired: boolean): System => {
    const system = armed(isWired);
    const voice = { kind: "model", model: "voice", parameters: [] } as const;
    const nodes: System["graph"]["nodes"] = {
      ...system.graph.nodes,
      voice: { ...voice, parameters: [] },
    };
    const edges = isWired
      ? { ...system.graph.edges, said: { from: "chime", to: "voice" } }
      : system.graph.edges;
    const graph = { ...system.graph, nodes, edges };
    return { ...system, graph, models: { voice: model }, memory: { shelf } };
  };
  const changes = { edits: [anEdit({ pointer: "/graph/edges/said", kind: "add" })] };
  const pointers = gainsOf(changes, { before: wiring(false), after: wiring(true) });
  expect(pointers.map(({ pointer }) => pointer)).toEqual([
    "/capabilities/bell/grant",
    "/tools/ring/effect",
    "/models/voice/auth",
    "/memory/shelf/writers",
  ]);
});

test("a graph of many nodes is walked edge by edge", () => {
  const ids = Array.from({ length: 20_000 }, (_, at) => `n${at}`);
  const nodes = Object.fromEntries(ids.map((id) => [id, { kind: "router", parameters: [] }]));
  const edges = Object.fromEntries(
    ids.slice(1).map((to, at) => [`e${at}`, { from: ids[at] ?? "", to }]),
  );
  const graph = { entry: "n0", nodes, edges, loops: { max: 0 } } as System["graph"];
  expect(reachableNodes({ ...aSystem(), graph }).size).toBe(20_000);
});
