import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { openClone } from "../../../src/adapters/git-clone/open-clone.ts";
import { CHARTER_PATH } from "../../../src/core/ir/charter.ts";
import { COMPILE_STAGES } from "../../../src/core/ir/compile/compile-system.ts";
import { readArtifact } from "../../../src/core/ir/compile/read-artifact.ts";
import { digestOf } from "../../../src/core/kernel/digest.ts";
import { omegaProgram, runProgram } from "../../../src/surfaces/cli/cli.ts";
import { compileCommand } from "../../../src/surfaces/cli/compile.ts";
import { diffCommand, type DiffWiring } from "../../../src/surfaces/cli/diff.ts";
import { paintFor } from "../../../src/surfaces/cli/paint.ts";
import { aRepository, type GitRepository } from "../../support/git-repository.ts";
import { readStarter, withScenarios } from "../../support/starter.ts";

const SYSTEM = "systems/triage/system.yaml";
const starter = readStarter();
const { files } = starter;
const system = files[SYSTEM] ?? "";
const reply = files["systems/triage/prompts/reply.md"] ?? "";

let repository: GitRepository;
let folder: string;
let out = "";
let err = "";

const changed = (path: string, text: string) => ({
  files: { ...files, [path]: text },
  from: "main",
});

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "omega-compile-"));
  repository = aRepository();
  repository.commit("main", { files });
  repository.commit("formatted", changed(SYSTEM, `# a comment\n${system}`));
  repository.commit(
    "worded",
    changed("systems/triage/prompts/reply.md", `${reply.trimEnd()} Bye.\n`),
  );
  repository.commit(
    "tuned",
    changed(SYSTEM, system.replace("min_confidence: {value: 0.2", "min_confidence: {value: 0.21")),
  );
  repository.commit("broken", { files: withScenarios(starter, "broken-reference"), from: "main" });
  repository.commit(
    "looping",
    changed(SYSTEM, system.replace(/\n {2}entry: .*/, "\n  entry: nowhere")),
  );
  repository.commit("lawless", changed(CHARTER_PATH, "mode: perhaps\n"));
  repository.commit("empty", { files: { "README.md": "nothing" } });
  const { [CHARTER_PATH]: _charter, ...ungoverned } = files;
  repository.commit("ungoverned", { files: ungoverned });
  const second = Object.fromEntries(
    Object.entries(ungoverned).map(([path, text]) => [
      path.replace("systems/triage", "systems/other"),
      text.replaceAll("triage", "other"),
    ]),
  );
  repository.commit("several", { files: { ...ungoverned, ...second } });
});
afterAll(() => {
  repository.remove();
  rmSync(folder, { recursive: true });
});
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

const wiring: DiffWiring = {
  env: {},
  paint: paintFor({ isTerminal: false, env: {} }),
  openClone: (directory) => openClone({ directory, path: process.env["PATH"] ?? "" }),
};

async function omega(...argv: readonly string[]): Promise<number> {
  await runProgram(omegaProgram("1.2.3", [compileCommand(wiring), diffCommand(wiring)]), argv);
  return Number(process.exitCode ?? 0);
}

const onClone = (name: string, ...argv: readonly string[]): Promise<number> =>
  omega(name, "--repo", repository.directory, ...argv);

/** The example that a command's help gives, with the clone and a folder of this test in it. */
async function exampleOf(name: string): Promise<readonly string[]> {
  await omega(name, "--help");
  const [, line = ""] = /Example:\n {2}\$ omega (.+)\n/.exec(out) ?? [];
  out = "";
  return line
    .replace("--repo .", `--repo ${repository.directory}`)
    .replace("--out ", `--out ${folder}/`)
    .split(" ");
}

describe("omega compile", () => {
  it("gives bytes that any runtime can load, by the example of its help", async () => {
    expect(await omega(...(await exampleOf("compile")))).toBe(0);

    const text = readFileSync(join(folder, "triage.json"), "utf8");
    const artifact = readArtifact(text, digestOf(text));
    expect(artifact).toMatchObject({ ok: true, value: { name: "triage" } });
    expect(out).toContain(digestOf(text));
    for (const stage of COMPILE_STAGES) expect(out).toContain(`  ${stage}: pass\n`);
  });

  it("says in JSON what it was made from, and the same bytes for another commit of one version", async () => {
    expect(await onClone("compile", "--ref", "main", "--json")).toBe(0);
    const [first] = [JSON.parse(out) as Record<string, Record<string, string>>];
    out = "";
    await onClone("compile", "--ref", "formatted", "--json");
    const second = JSON.parse(out) as Record<string, Record<string, string>>;

    expect(Object.keys(first)).toEqual(["system", "artifact", "provenance", "stages", "out"]);
    expect(first["provenance"]).toMatchObject({
      commit: repository.git(["rev-parse", "main"]),
      path: "systems/triage",
      version: expect.stringMatching(/^sha256:/),
      compiler: 1,
      format: "omega.dev/artifact/v2",
    });
    expect(second["artifact"]).toBe(first["artifact"]);
    expect(second["provenance"]?.["commit"]).not.toBe(first["provenance"]?.["commit"]);
  });

  it.each([
    ["resolve", "broken", ["pass", "fail", "pass", "no-data", "no-data", "no-data"]],
    ["check", "looping", ["pass", "pass", "pass", "fail", "no-data", "no-data"]],
  ])("stops at %s, with every finding on its line", async (stage, ref, outcomes) => {
    expect(await onClone("compile", "--ref", ref, "--json")).toBe(1);

    const report = JSON.parse(out) as {
      artifact: null;
      stages: { stage: string; outcome: string; findings: object[] }[];
    };
    expect(report.artifact).toBeNull();
    expect(report.stages.map(({ outcome }) => outcome)).toEqual(outcomes);
    const failed = report.stages.find((one) => one.stage === stage);
    expect(failed?.findings[0]).toMatchObject({
      path: SYSTEM,
      line: expect.any(Number),
      remedy: expect.stringMatching(/./),
    });
  });

  it("writes nothing when a stage failed", async () => {
    const path = join(folder, "broken.json");
    expect(await onClone("compile", "--ref", "broken", "--out", path)).toBe(1);
    expect(() => readFileSync(path)).toThrow("ENOENT");
    expect(out).toMatch(/resolve: fail\n.*:\d+:\d+ schema reference-broken/);
  });
});

describe("omega diff", () => {
  it("shows prose word by word, by the example of its help", async () => {
    repository.git(["symbolic-ref", "HEAD", "refs/heads/worded"]);
    const argv = await exampleOf("diff");

    expect(await omega(...argv)).toBe(0);
    expect(out).toMatch(/^triage: 1 edit, prompt_update\n/);
    expect(out).toContain("/prompts/reply (T1) systems/triage/prompts/reply.md:3");
    expect(out).toContain("{+ Bye.+}");
  });

  it("gives typed edits in JSON", async () => {
    expect(await onClone("diff", "main", "tuned", "--json")).toBe(0);
    expect(JSON.parse(out)).toEqual({
      system: "triage",
      from: expect.stringMatching(/^sha256:/),
      to: expect.stringMatching(/^sha256:/),
      class: "parameter_update",
      edits: [
        {
          pointer: "/parameters/min_confidence/value",
          kind: "replace",
          before: 0.2,
          after: 0.21,
          path: SYSTEM,
          line: expect.any(Number),
          tier: "T0",
          widening: false,
        },
      ],
      findings: [],
    });
  });

  it("finds nothing in a comment, and gives no tiers where nothing governs", async () => {
    expect(await onClone("diff", "main", "formatted")).toBe(0);
    expect(out).toBe("triage: the two versions are the same.\n");
    out = "";
    expect(await onClone("diff", "ungoverned", "worded")).toBe(0);
    expect(out).toMatch(/\(T3\)[\s\S]*No charter gives tiers there/);
  });

  it("ends with 1 and the findings when a side cannot be read", async () => {
    expect(await onClone("diff", "main", "broken")).toBe(1);
    expect(out).toMatch(/:\d+:\d+ schema reference-broken/);
  });
});

describe("wrong arguments get a sentence that helps", () => {
  it.each([
    ["a ref that is none", ["compile", "--ref", "mian"], 64, /no commit named "mian"/],
    [
      "a system that is none",
      ["compile", "--ref", "main", "--system", "triag"],
      64,
      /no system named "triag" .*triage/,
    ],
    ["several systems", ["compile", "--ref", "several"], 64, /--system: other, triage/],
    ["no system at all", ["compile", "--ref", "empty"], 64, /has no system/],
    ["a charter that is none", ["compile", "--ref", "lawless"], 1, /charter\.yaml:\d+/],
    [
      "a place nobody can write to",
      ["compile", "--ref", "main", "--out", "/nowhere/x.json"],
      64,
      /cannot write/,
    ],
    ["one version only", ["diff", "main"], 64, /to/],
    ["a system that the earlier side lacks", ["diff", "empty", "main"], 64, /has no system/],
  ] as const)("%s", async (_what, [name, ...argv], code, sentence) => {
    expect(await onClone(name, ...argv)).toBe(code);
    expect(err).toMatch(sentence);
    expect(out).toBe("");
  });
});
