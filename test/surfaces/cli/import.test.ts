import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { openClone } from "../../../src/adapters/git-clone/open-clone.ts";
import { NATIVE_FORMATS } from "../../../src/core/ir/native/native-source.ts";
import { omegaProgram, runProgram } from "../../../src/surfaces/cli/cli.ts";
import { importCommand } from "../../../src/surfaces/cli/import.ts";
import { paintFor } from "../../../src/surfaces/cli/paint.ts";
import { aRepository, type GitRepository } from "../../support/git-repository.ts";
import { NATIVE_SYSTEMS } from "../../support/native-systems.ts";

let repository: GitRepository;
let out = "";
let err = "";

beforeAll(() => {
  repository = aRepository();
  const files = NATIVE_FORMATS.flatMap((format) =>
    Object.entries(NATIVE_SYSTEMS[format]).map(([file, text]) => [`${format}/${file}`, text]),
  );
  repository.commit("main", {
    files: { ...Object.fromEntries(files), "lone.json": "{}", ".mcp.json": '{"s": {"url": "x"}}' },
  });
});
afterAll(() => repository.remove());
beforeEach(() => {
  out = "";
  err = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => Boolean((out += String(text))));
  vi.spyOn(process.stderr, "write").mockImplementation((text) => Boolean((err += String(text))));
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

async function run(...argv: readonly string[]): Promise<unknown> {
  const wiring = {
    paint: paintFor({ isTerminal: false, env: {} }),
    openClone: (directory: string) => openClone({ directory, path: process.env["PATH"] ?? "" }),
  };
  const program = omegaProgram("0.0.0", [importCommand(wiring)]);
  await runProgram(program, ["import", "--repo", repository.directory, ...argv]);
  const code = process.exitCode;
  return code;
}

describe("omega import", () => {
  it.each([
    ["claude-agents", "partial", 2],
    ["crewai", "partial", 4],
    ["autogen", "partial", 2],
    ["langgraph", "partial", 2],
  ])(
    "shows what a folder of %s becomes, %s with what is opaque",
    async (format, result, opaque) => {
      expect(await run("--ref", "main", "--format", format, "--path", format, "--json")).toBe(0);
      const report = JSON.parse(out);
      expect(report.result).toBe(result);
      expect(report.opaque).toHaveLength(opaque);
      expect(report.system.metadata.name).toBe(format);
      expect(report.became.length).toBeGreaterThan(10);
    },
  );

  it("calls a file complete when nothing in it is left to code", async () => {
    const path = "claude-agents/agents/gardener.md";
    expect(await run("--ref", "main", "--format", "claude-agents", "--path", path)).toBe(0);
    expect(out).toMatch(/^complete\n/);
    expect(out).toContain("capabilities: gardener--read, gardener--grep");
  });

  it("names key and line of a file that is not of the format", async () => {
    expect(await run("--ref", "main", "--format", "autogen", "--path", "lone.json")).toBe(1);
    expect(out).toContain("lone.json:1");
    expect(out).toContain("The key `provider` is missing here");
  });

  it("reads a file at the repository's root", async () => {
    expect(await run("--ref", "main", "--format", "claude-agents", "--path", ".mcp.json")).toBe(0);
    expect(out).toContain("mcp--s");
  });

  it("says what is wrong with a path or a format that is not there", async () => {
    expect(await run("--ref", "main", "--format", "crewai", "--path", "nowhere")).toBe(64);
    expect(err).toContain("there is no nowhere at main");
    expect(await run("--ref", "main", "--format", "prolog", "--path", "crewai")).toBe(64);
    expect(err).toContain("Allowed choices are crewai, autogen, langgraph, claude-agents");
  });
});
