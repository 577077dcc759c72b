import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { type Import, importsOf, sourceFiles } from "./support/imports.ts";
import { brokenLaw } from "./support/layers.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const FILES = sourceFiles(ROOT, "src");

describe("the architecture", () => {
  it("is checked on files that exist, because a check that sees nothing passes everything", () => {
    expect(FILES.length).toBeGreaterThan(100);
    for (const band of ["core", "ports", "flows", "adapters", "surfaces", "local"]) {
      expect(FILES.filter((file) => file.startsWith(`src/${band}/`))).not.toHaveLength(0);
    }
  });

  it("lets dependencies point inward only", () => {
    const broken = importsOf(ROOT, FILES).flatMap((edge) => {
      const law = brokenLaw(edge);
      return law === undefined ? [] : [`${edge.from} → ${edge.to}: ${law}`];
    });

    expect(broken).toEqual([]);
  });

  it("resolves every relative import to a file, so that no edge escapes the check", () => {
    const missing = importsOf(ROOT, FILES).filter(
      (edge) => !edge.isPackage && !existsSync(`${ROOT}/${edge.to}`),
    );

    expect(missing).toEqual([]);
  });

  it("keeps the median file at seventy lines or fewer", () => {
    const lines = FILES.map((file) => readFileSync(`${ROOT}/${file}`, "utf8").split("\n").length);
    const median = lines.sort((left, right) => left - right)[Math.floor(lines.length / 2)];

    expect(median).toBeLessThanOrEqual(71);
  });

  it("has no room whose name says nothing", () => {
    const vague = /(^|\/)(utils?|helpers?|common|misc|lib|managers?|services?|types)(\/|\.ts$)/;

    expect(FILES.filter((file) => vague.test(file))).toEqual([]);
  });
});

describe("the law of imports", () => {
  const edge = (from: string, to: string): Import => ({
    from,
    to,
    isPackage: !to.startsWith("src/") && !to.startsWith("test/"),
  });

  it.each([
    ["a gate that reads another gate", "src/core/budget/a.ts", "src/core/validation/b.ts"],
    ["core that reads prose", "src/core/ir/a.ts", "src/core/prose/b.ts"],
    ["core that reaches a port", "src/core/ir/a.ts", "src/ports/clock.ts"],
    ["core that reads files", "src/core/ir/a.ts", "node:fs"],
    ["core that hashes outside the kernel", "src/core/ir/a.ts", "node:crypto"],
    ["a flow that calls an adapter", "src/flows/a.ts", "src/adapters/store/b.ts"],
    ["a flow that uses an SDK", "src/flows/a.ts", "@octokit/rest"],
    ["an adapter that calls a flow", "src/adapters/queue/a.ts", "src/flows/b.ts"],
    ["an adapter that uses another", "src/adapters/queue/a.ts", "src/adapters/store/b.ts"],
    ["a surface that opens the store", "src/surfaces/api/a.ts", "src/adapters/store/b.ts"],
    ["a product that knows the local GitHub", "src/flows/a.ts", "src/local/github/b.ts"],
    ["a product that imports a test", "src/flows/a.ts", "test/support/b.ts"],
  ])("refuses %s", (_what, from, to) => {
    expect(brokenLaw(edge(from, to))).toBeDefined();
  });

  it.each([
    ["a gate that reads the IR", "src/core/budget/a.ts", "src/core/ir/b.ts"],
    ["the decision that reads a gate", "src/core/decision/a.ts", "src/core/budget/b.ts"],
    ["prose that reads any room", "src/core/prose/a.ts", "src/core/rollout/b.ts"],
    ["a surface that calls a flow", "src/surfaces/api/a.ts", "src/flows/b.ts"],
    ["composition that sees an adapter", "src/compose.ts", "src/adapters/store/b.ts"],
  ])("allows %s", (_what, from, to) => {
    expect(brokenLaw(edge(from, to))).toBeUndefined();
  });
});
