import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { openClone } from "../../../src/adapters/git-clone/open-clone.ts";
import { exportReader } from "../../../src/adapters/ledger-export/read-export.ts";
import { openSandbox } from "../../../src/adapters/sandbox/sandbox.ts";
import { openSealedDirectory } from "../../../src/adapters/sealed/sealed-directory.ts";
import { CHARTER_PATH } from "../../../src/core/ir/charter.ts";
import { checkCommand, type CheckWiring } from "../../../src/surfaces/cli/check.ts";
import { omegaProgram, runProgram } from "../../../src/surfaces/cli/cli.ts";
import { paintFor } from "../../../src/surfaces/cli/paint.ts";
import { aRepository, type GitRepository } from "../../support/git-repository.ts";
import { readStarter, withScenarios } from "../../support/starter.ts";

const TEMPLATES = new URL("../../../templates/", import.meta.url);
const SCENARIOS = [
  "touch-governance",
  "broken-reference",
  "docs-only",
  "improve-classifier",
  "memorise-public",
];
const starter = readStarter();
const { files } = starter;
const charter = files[CHARTER_PATH] ?? "";
const LOOSER = charter.replace("accepted: 5", "accepted: 6");
const BROKEN = charter.replace("mode: enforce", "mode: perhaps");
const system = files["systems/triage/system.yaml"] ?? "";

let repository: GitRepository;
let folder: string;
let out = "";
let err = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "omega-check-"));
  repository = aRepository();
  repository.commit("bare", { files: { "README.md": "nothing is governed here" } });
  repository.commit("main", { files });
  for (const name of SCENARIOS) {
    repository.commit(name, { files: withScenarios(starter, name), from: "main" });
  }
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

const wiring: CheckWiring = {
  env: {},
  appVersion: "1.2.3",
  readExport: exportReader(),
  openSealed: openSealedDirectory,
  paint: paintFor({ isTerminal: false, env: {} }),
  openClone: (directory) => openClone({ directory, path: process.env["PATH"] ?? "" }),
  openSandbox: () => openSandbox({ bubblewrap: "off" }),
};

async function check(argv: readonly string[], wired = wiring): Promise<number> {
  const all = ["check", "--repo", repository.directory, ...argv];
  await runProgram(omegaProgram("1.2.3", [checkCommand(wired)]), all);
  return Number(process.exitCode ?? 0);
}

type Report = {
  readonly verdict: string;
  readonly reason_codes: readonly string[];
  readonly mutation: { readonly system: string; readonly class: string; readonly edits: object[] };
  readonly gates: readonly {
    readonly gate: string;
    readonly outcome: string;
    readonly findings: readonly { readonly rule: string; readonly path: string }[];
  }[];
  readonly digests: Readonly<Record<"base" | "head" | "charter", string | null>>;
};

/** The exit code and the report of a branch against `main`. */
async function checked(head: string, ...more: readonly string[]): Promise<[number, Report]> {
  const code = await check(["--base", "main", "--head", head, "--json", ...more]);
  return [code, JSON.parse(out) as Report];
}

describe("omega check on the starter", () => {
  it("rejects what touches governance together with the agent, under C1, at the file", async () => {
    const [code, { verdict, reason_codes, gates }] = await checked("touch-governance");

    expect([code, verdict, reason_codes[0]]).toEqual([1, "reject", "mixed-pull-request"]);
    expect(gates.map(({ gate, outcome }) => [gate, outcome])).toEqual([["constitution", "fail"]]);
    expect(gates[0]?.findings).toContainEqual(
      expect.objectContaining({ rule: "C1", path: CHARTER_PATH }),
    );
  });

  it("finds a broken reference on its line and column", async () => {
    const [code, { verdict, gates, mutation, digests }] = await checked("broken-reference");
    const text = withScenarios(starter, "broken-reference")["systems/triage/system.yaml"] ?? "";
    const line = text.split("\n").findIndex((one) => one.includes("prompts/farewell.md")) + 1;

    expect([code, verdict]).toEqual([1, "invalid"]);
    expect(gates.at(-1)).toMatchObject({
      gate: "validation",
      outcome: "fail",
      findings: [
        {
          code: "reference-broken",
          rule: "schema",
          path: "systems/triage/system.yaml",
          line,
          column: expect.any(Number),
          pointer: "/prompts/farewell/file",
          message: expect.stringContaining("prompts/farewell.md"),
          remedy: expect.stringMatching(/./),
        },
      ],
    });
    expect(mutation).toEqual({ system: "triage", class: null, edits: [] });
    expect(digests).toMatchObject({ base: null, head: null });
  });

  it("calls documentation no mutation", async () => {
    const [code, report] = await checked("docs-only");

    expect(code).toBe(0);
    expect(report).toMatchObject({ verdict: "not-a-mutation", mutation: null, gates: [] });
  });

  it("finds an improvement lawful, having run it, and says what changes", async () => {
    const [code, report] = await checked("improve-classifier");

    expect([code, report.verdict, report.reason_codes]).toEqual([0, "lawful", ["passed"]]);
    expect(report.gates).toEqual([
      { gate: "constitution", outcome: "pass", findings: [] },
      { gate: "validation", outcome: "pass", findings: [] },
    ]);
    expect(report.mutation).toMatchObject({ system: "triage", class: "tool_change" });
    expect(Object.keys(report.mutation.edits[0] ?? {}).sort()).toEqual(
      ["after", "before", "kind", "line", "path", "pointer", "tier", "widening"].sort(),
    );
    expect(Object.keys(report)).toEqual([
      "verdict",
      "reason_codes",
      "mutation",
      "gates",
      "digests",
    ]);
    for (const digest of Object.values(report.digests)) expect(digest).toMatch(/^sha256:/);
  });

  it("cannot say lawful when the sandbox breaks, and ends with 2", async () => {
    const openBroken = () => openSandbox({ bubblewrap: "off", child: "/nowhere/child.js" });
    const argv = ["--base", "main", "--head", "improve-classifier", "--json"];

    expect(await check(argv, { ...wiring, openSandbox: openBroken })).toBe(2);
    expect(JSON.parse(out)).toMatchObject({
      verdict: "quarantine",
      reason_codes: ["dependency-failed"],
    });
  });
});

describe("omega check on governance", () => {
  it.each([
    { what: "a looser charter alone", text: LOOSER, code: 0, verdict: "amendment" },
    { what: "a charter that is none", text: BROKEN, code: 1, verdict: "invalid" },
  ])("sees $what", async ({ text, code, verdict }) => {
    const changed = { ...files, [CHARTER_PATH]: text };
    repository.commit("charter", { files: changed, from: "main" });

    const [exit, report] = await checked("charter");

    expect([exit, report.verdict]).toEqual([code, verdict]);
    expect(report.gates).toHaveLength(1);
  });

  it.each([
    { what: "a first charter", text: charter, code: 0, verdict: "genesis", findings: 0 },
    {
      what: "a first charter that is none",
      text: BROKEN,
      code: 1,
      verdict: "invalid",
      findings: 1,
    },
  ])("sees $what", async ({ text, code, verdict, findings }) => {
    repository.commit("first", { files: { ...files, [CHARTER_PATH]: text }, from: "bare" });

    expect(await check(["--base", "bare", "--head", "first", "--json"])).toBe(code);
    const report = JSON.parse(out) as Report;
    expect(report.verdict).toBe(verdict);
    expect(report.gates.flatMap((gate) => gate.findings)).toHaveLength(findings);
  });

  it("is judged by the charter at the base's tip, not by the one the branch left", async () => {
    const strict = charter.replace('"/prompts/**", tier: T1', '"/prompts/**", tier: T3');
    repository.commit("strict", { files: { ...files, [CHARTER_PATH]: strict }, from: "main" });
    const reply = { ...files, "systems/triage/prompts/reply.md": "Gone to {{intent}}." };
    repository.commit("old", { files: reply, from: "main" });

    expect((await checked("old"))[1].verdict).toBe("lawful");
    out = "";
    expect(await check(["--base", "strict", "--head", "old", "--json"])).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      verdict: "reject",
      reason_codes: ["tier-escalated"],
    });
  });

  it("is silent where the base has no charter, and cannot read unrelated histories", async () => {
    repository.commit("tidy", { files: { "README.md": "still nothing" }, from: "bare" });

    expect(await check(["--base", "bare", "--head", "tidy", "--json"])).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ reason_codes: ["no-charter"], mutation: null });
    out = "";
    const [code, report] = await checked("bare");
    expect([code, report.verdict, report.reason_codes]).toEqual([1, "invalid", ["no-merge-base"]]);
  });
});

describe("omega check and the description", () => {
  const describing = (text: string): string => {
    const path = join(folder, "body.md");
    writeFileSync(path, text);
    return path;
  };

  it("says what it did not check, apart from the JSON", async () => {
    await checked("improve-classifier");
    expect(err).toMatch(/Not checked: objective/);
    expect(err).toMatch(/Not checked: budget/);

    out = "";
    await check(["--base", "main", "--head", "improve-classifier"]);
    expect(out).toMatch(/^lawful passed\n/);
    expect(out).toMatch(/Not checked: objective[\s\S]*Not checked: budget/);
  });

  it("holds a description to its objective and its claimed class", async () => {
    const path = new URL("mutations/improve-classifier/pull-request.md", TEMPLATES);
    const body = readFileSync(path, "utf8");
    const [code] = await checked("improve-classifier", "--body", describing(body));
    expect([code, err.includes("objective")]).toEqual([0, false]);

    for (const [text, reason] of [
      ["no headings", "objective-missing"],
      [body.replace("tool_change", "prompt_update"), "class-claim-false"],
    ] as const) {
      out = "";
      const [, report] = await checked("improve-classifier", "--body", describing(text));
      expect(report).toMatchObject({ verdict: "invalid", reason_codes: [reason] });
    }
  });

  it("warns when the system changed on the base meanwhile", async () => {
    const newer = system.replace("min_confidence: {value: 0.2", "min_confidence: {value: 0.21");
    repository.commit("newer", {
      files: { ...files, "systems/triage/system.yaml": newer },
      from: "main",
    });
    expect(newer).not.toBe(system);

    await check(["--base", "newer", "--head", "memorise-public"]);

    expect(out).toContain("baseline-moved");
  });
});

describe("omega check for people", () => {
  it("shows each finding at file, line and column, with the lawful way", async () => {
    expect(await check(["--base", "main", "--head", "broken-reference"])).toBe(1);

    expect(out).toMatch(/^invalid reference-broken\n/);
    expect(out).toMatch(
      /\n {2}systems\/triage\/system\.yaml:\d+:\d+ schema reference-broken\n {4}/,
    );
    expect(out).toContain("Add the file, or name one that exists.");
    expect(out).not.toContain("\u001B");
  });

  it.each([
    ["a terminal", { isTerminal: true, env: {} }, true],
    ["a pipe", { isTerminal: false, env: {} }, false],
    ["a terminal with NO_COLOR", { isTerminal: true, env: { NO_COLOR: "1" } }, false],
    ["a terminal with an empty NO_COLOR", { isTerminal: true, env: { NO_COLOR: "" } }, true],
    ["a dumb terminal", { isTerminal: true, env: { TERM: "dumb" } }, false],
  ])("on %s", async (_what, output, isColoured) => {
    const paint = paintFor(output);

    await check(["--base", "main", "--head", "docs-only"], { ...wiring, paint });

    expect(out.includes("\u001B[32m")).toBe(isColoured);
  });

  it("lets no hostile name reach the terminal", async () => {
    const name = "systems/triage/\u001B[2J\u202Eevil\n- lawful";
    repository.commit("hostile", { files: { ...files, [name]: "x" }, from: "main" });

    expect(await check(["--base", "main", "--head", "hostile"])).toBe(1);
    expect(out).toContain("file-kind-unknown");
    expect(out).not.toContain("\u001B");
    expect(out).not.toContain("\u202E");
    expect(out).not.toContain("\n- lawful");
  });

  it.each([
    ["120000", "../../.omega/charter.yaml"],
    ["160000", "1".repeat(40)],
    ["100755", "# hello"],
  ])("refuses a prompt of mode %s without following it", async (mode, text) => {
    const row = { mode, text };
    const changed = { ...files, "systems/triage/prompts/reply.md": row };
    repository.commit("mode", { files: changed, from: "main" });

    expect(await check(["--base", "main", "--head", "mode"])).toBe(1);
    expect(out).toContain("systems/triage/prompts/reply.md");
  });
});

describe("omega check with wrong arguments", () => {
  it.each([
    ["a branch that was mistyped", ["--base", "mian"], /no commit named "mian".*knows main/],
    ["a head that is not there", ["--base", "main", "--head", "nope"], /"nope"/],
    ["a name that looks like an option", ["--base=--all"], /no commit named "--all"/],
    ["an escape sequence", ["--base", "\u001B[2J"], /"U\+001B\[2J"/],
    ["no base", [], /--base/],
    ["a directory without a repository", ["--base", "main", "--repo", tmpdir()], /--repo/],
    ["a description that is not there", ["--base", "main", "--body", "/nope"], /description/],
  ])("ends with 64 on %s and says what would help", async (_what, argv, sentence) => {
    expect(await check(argv)).toBe(64);
    expect(err).toMatch(sentence);
    expect(out).toBe("");
  });
});
