import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CHARTER_PATH } from "../../../src/core/ir/charter.ts";
import { backtestCommand } from "../../../src/surfaces/cli/backtest.ts";
import { aRepository, type GitRepository } from "../../support/git-repository.ts";
import { cliWiring, captureOutput, runCommand } from "../../support/cli.ts";
import { readStarter, withScenarios } from "../../support/starter.ts";

const starter = readStarter();
const { files } = starter;
const charter = files[CHARTER_PATH] ?? "";
const said = captureOutput();

let repository: GitRepository;
let folder: string;

/** A branch with five commits after its first: an improvement, documentation, two breaches, a charter. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "omega-backtest-"));
  repository = aRepository();
  const grow = (more: Readonly<Record<string, string>>): string =>
    repository.commit("main", { files: { ...files, ...more }, from: "main" });
  repository.commit("main", { files });
  repository.git(["tag", "start"]);
  const better = withScenarios(starter, "improve-classifier");
  repository.commit("main", { files: better, from: "main" });
  grow({ ...better, "docs/notes.md": "nothing governed" });
  grow(withScenarios(starter, "touch-governance"));
  grow(withScenarios(starter, "broken-reference"));
  grow({ [CHARTER_PATH]: charter.replace("proposals: 14", "proposals: 13") });
});
afterAll(() => {
  repository.remove();
  rmSync(folder, { recursive: true });
});

type Report = {
  readonly charter: string | null;
  readonly commits: readonly { readonly verdict: string; readonly commit: string }[];
  readonly counts: {
    readonly commits: number;
    readonly judged: number;
    readonly verdicts: Readonly<Record<string, number>>;
    readonly rules: Readonly<Record<string, number>>;
  };
};

const backtest = (...argv: readonly string[]): Promise<number> =>
  runCommand(backtestCommand({ ...cliWiring(), isTerminal: false }), [
    "backtest",
    "--repo",
    repository.directory,
    ...argv,
  ]);

async function report(...argv: readonly string[]): Promise<readonly [number, Report]> {
  const code = await backtest("--json", ...argv);
  return [code, JSON.parse(said.out) as Report];
}

function aCharter(text: string): string {
  const path = join(folder, "charter.yaml");
  writeFileSync(path, text);
  return path;
}

describe("omega backtest", () => {
  it("judges each commit of a branch by the charter of its parent", async () => {
    const [code, { commits, counts }] = await report("--range", "start..main");

    expect(code).toBe(1);
    expect(commits[0]?.verdict).toBe("lawful");
    expect(commits[1]?.verdict).toBe("reject");
    expect(counts).toMatchObject({ commits: 5 });
    expect(counts.judged).toBe(commits.length);
    expect(counts.rules["C1"]).toBeGreaterThanOrEqual(1);
    expect(said.err).toBe("");
  });

  it("judges by a charter that is proposed, and lets no commit change it", async () => {
    const strict = aCharter(charter.replace('"/tools/**", tier: T2', '"/tools/**", tier: T3'));
    const [code, { commits, charter: by }] = await report(
      "--range",
      "start..main",
      "--charter",
      strict,
    );

    expect([code, by]).toEqual([1, strict]);
    expect(commits[0]).toMatchObject({ verdict: "reject", reason_codes: ["tier-escalated"] });
    expect(commits.map(({ verdict }) => verdict)).not.toContain("amendment");
  });

  it("lets the budget of a charter run out as it would have", async () => {
    const none = charter.replace("proposals: 14", "proposals: 0").replace("people: 4", "people: 0");
    const [, { commits }] = await report("--range", "start..main", "--charter", aCharter(none));

    expect(commits[0]).toMatchObject({
      verdict: "reject",
      reason_codes: ["budget-proposals-spent"],
    });
  });

  it("shows people a table and its sums, without colours on a pipe", async () => {
    expect(await backtest("--range", "start..main")).toBe(1);

    expect(said.out).toMatch(/^[0-9a-f]{10} {2}\d{4}-\d\d-\d\d {2}lawful/);
    expect(said.out).toMatch(/\n5 commits: \d touched/);
    expect(said.out).toMatch(/\nfindings by rule: C1 \d/);
    expect(said.out).not.toContain("\u001B");
  });

  it("says that nothing could be judged where no commit had a charter", async () => {
    repository.commit("bare", { files: { "README.md": "one" } });
    repository.commit("bare", { files: { "README.md": "two" }, from: "bare" });

    expect(await backtest("--range", "bare~1..bare")).toBe(0);
    expect(said.out).toContain("--charter");
  });

  it.each([
    ["one commit for a range", ["--range", "main"], /two dots.*main~20\.\.main/],
    ["three dots", ["--range", "start...main"], /two dots/],
    ["a mistyped branch", ["--range", "start..mian"], /no commit named "mian".*main/],
    ["no range", [], /--range/],
    ["a charter that is not there", ["--range", "start..main", "--charter", "/nope"], /no such/],
    ["a folder for a charter", ["--range", "start..main", "--charter", "/tmp"], /is a folder/],
  ])("ends with 64 on %s and says what would help", async (_what, argv, sentence) => {
    expect(await backtest(...argv)).toBe(64);
    expect(said.err).toMatch(sentence);
    expect(said.out).toBe("");
  });

  it("judges nothing by a charter that is none, and says which line", async () => {
    const broken = aCharter(charter.replace("mode: enforce", "mode: perhaps"));

    expect(await backtest("--range", "start..main", "--charter", broken)).toBe(1);
    expect(said.err).toMatch(/charter\.yaml:\d+ /);
  });
});
