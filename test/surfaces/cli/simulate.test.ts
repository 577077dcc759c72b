import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CHARTER_PATH } from "../../../src/core/ir/charter.ts";
import { simulateCommand } from "../../../src/surfaces/cli/simulate.ts";
import { captureOutput, cliWiring, runCommand } from "../../support/cli.ts";
import { exportLines } from "../../support/exports.ts";
import { readStarter, withScenarios } from "../../support/starter.ts";

const starter = readStarter();
const said = captureOutput();
let folder: string;

const git = (...args: readonly string[]): string =>
  execFileSync("git", ["-c", "user.name=T", "-c", "user.email=t@example.org", ...args], {
    cwd: folder,
    encoding: "utf8",
    env: { PATH: process.env["PATH"], GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: "/dev/null" },
  });

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "omega-simulate-"));
  git("init", "--quiet", "--initial-branch=main", ".");
  write(starter.files);
  write({ ".gitignore": "ignored.txt\n" });
  git("add", "--all");
  git("commit", "--quiet", "--message", "starter");
});
afterAll(() => rmSync(folder, { recursive: true }));

type Report = {
  readonly verdict: string;
  readonly reason_codes: readonly string[];
  readonly ahead: {
    readonly budget: Readonly<Record<string, unknown>> | null;
    readonly approvals: { readonly needed: number; readonly from: readonly string[] } | null;
    readonly stages: readonly Readonly<Record<string, unknown>>[];
  };
};

const simulate = (...argv: readonly string[]): Promise<number> =>
  runCommand(simulateCommand(cliWiring()), [
    "simulate",
    "--repo",
    folder,
    "--base",
    "main",
    ...argv,
  ]);

async function simulated(...argv: readonly string[]): Promise<readonly [number, Report]> {
  const code = await simulate("--json", ...argv);
  return [code, JSON.parse(said.out) as Report];
}

describe("omega simulate on a working tree", () => {
  it("finds nothing to say of what is as it was committed", async () => {
    write({ "ignored.txt": "not looked at" });

    expect((await simulated("--worktree"))[1].verdict).toBe("not-a-mutation");
  });

  it("judges files that nobody has committed, and says which stages would follow", async () => {
    write(withScenarios(starter, "improve-classifier"));
    const [code, { verdict, ahead }] = await simulated("--worktree");

    expect([code, verdict]).toEqual([0, "lawful"]);
    expect(ahead.budget).toBeNull();
    expect(ahead.stages.map(({ stage, command }) => [stage, command])).toEqual([
      ["shadow", "omega:shadow"],
      ["canary", "omega:canary"],
      ["promote", "omega:promote"],
    ]);
    expect(ahead.stages[1]).toMatchObject({ share: 25, units: 100, soak: "PT2S" });
    git("checkout", "--quiet", "--", ".");
  });

  it("sees new files, and a link for what it is", async () => {
    symlinkSync("../../../.omega/charter.yaml", join(folder, "systems/triage/prompts/new.md"));
    const [code, { verdict }] = await simulated("--worktree");
    rmSync(join(folder, "systems/triage/prompts/new.md"));

    expect([code, verdict]).toEqual([1, "reject"]);
  });

  it("runs no filter and no monitor that the repository's settings name", async () => {
    const trace = join(folder, "ignored.txt");
    git("config", "filter.evil.clean", `tee ${trace}`);
    git("config", "core.fsmonitor", `sh -c 'echo ran > ${trace}'`);
    write({ ".gitattributes": "*.md filter=evil\n", "ignored.txt": "untouched" });
    await simulated("--worktree");
    rmSync(join(folder, ".gitattributes"));
    git("config", "--unset", "core.fsmonitor");

    expect(execFileSync("cat", [trace], { encoding: "utf8" })).toBe("untouched");
  });
});

describe("omega simulate on commits", () => {
  it("says who must approve an amendment", async () => {
    git("checkout", "--quiet", "-b", "amend");
    const text = starter.files[CHARTER_PATH] ?? "";
    write({ [CHARTER_PATH]: text.replace("proposals: 14", "proposals: 13") });
    git("commit", "--quiet", "--all", "--message", "fewer");
    git("checkout", "--quiet", "main");

    const [code, { verdict, ahead }] = await simulated("--head", "amend");
    expect([code, verdict, ahead.stages]).toEqual([0, "amendment", []]);
    expect(ahead.approvals).toEqual({ needed: 2, from: ["alice", "bob", "carol"] });
    await simulate("--head", "amend");
    expect(said.out).toContain("approvals: 2 of alice, bob, carol");
  });

  it("counts what a record says was used of the budget", async () => {
    git("checkout", "--quiet", "-b", "better");
    write(withScenarios(starter, "improve-classifier"));
    git("commit", "--quiet", "--all", "--message", "better");
    git("checkout", "--quiet", "main");
    const ledger = join(folder, "ignored.txt");
    writeFileSync(ledger, `${exportLines([]).join("\n")}\n`);

    const [, { ahead }] = await simulated("--head", "better", "--ledger", ledger);
    expect(ahead.budget).toMatchObject({ window: "P1D", proposals: { used: 0, limit: 14 } });
  });

  it.each([
    ["both sides at once", ["--head", "main", "--worktree"], /either --head or --worktree/],
    ["suites without a record", ["--sealed", tmpdir()], /--sealed needs --ledger/],
    ["a record that is not there", ["--ledger", "/nope"], /\/nope does not exist/],
    ["a folder for a record", ["--ledger", tmpdir()], /not a file/],
    ["a file for the suites", ["--ledger", "x", "--sealed", "/dev/null"], /is a file/],
  ])("ends with 64 on %s and says what would help", async (_what, argv, sentence) => {
    expect(await simulate(...argv)).toBe(64);
    expect(said.err).toMatch(sentence);
  });
});
