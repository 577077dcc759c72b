import { describe, expect, it } from "vitest";
import { shortestRun } from "../../../src/core/ir/shortest-run.ts";
import { aSystem } from "../../support/builders.ts";
import { systemWith } from "../../support/edited.ts";

describe("the shortest run of a graph", () => {
  it.each([
    ["one tool on the way", {}, 1],
    ["a way around the tool", { "/graph/entry": "greet" }, 0],
    ["two tools on every way", { "/graph/nodes/done": { kind: "tool", tool: "sense" } }, 2],
    [
      "a loop beside the way",
      { "/graph/edges/greet-feel": { from: "greet", to: "feel" }, "/graph/loops": { max: 3 } },
      1,
    ],
  ])("counts tool calls with %s", (_what, edits, toolCalls) => {
    expect(shortestRun(systemWith(edits))).toEqual({ toolCalls });
  });

  it("does not exist where no node exists to begin at", () => {
    const { graph, ...system } = aSystem();

    expect(shortestRun({ ...system, graph: { ...graph, entry: "nobody" } })).toBeUndefined();
  });
});
