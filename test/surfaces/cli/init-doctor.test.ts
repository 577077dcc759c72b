import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openStarter } from "../../../src/adapters/starter/open-starter.ts";
import { checkCommand } from "../../../src/surfaces/cli/check.ts";
import { doctorCommand } from "../../../src/surfaces/cli/doctor.ts";
import { initCommand } from "../../../src/surfaces/cli/init.ts";
import { captureOutput, cliWiring, runCommand } from "../../support/cli.ts";

const SEALED = fileURLToPath(new URL("../../../templates/sealed", import.meta.url));
const said = captureOutput();
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "omega-init-"));
  git("init", "--quiet", "--initial-branch=main", ".");
});
afterEach(() => rmSync(folder, { recursive: true }));

const git = (...args: readonly string[]): string =>
  execFileSync("git", ["-c", "user.name=T", "-c", "user.email=t@example.org", ...args], {
    cwd: folder,
    encoding: "utf8",
    env: { PATH: process.env["PATH"], GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: "/dev/null" },
  });

function commit(message: string): void {
  git("add", "--all");
  git("commit", "--quiet", "--allow-empty", "--message", message);
}

const init = (...argv: readonly string[]): Promise<number> =>
  runCommand(initCommand({ ...cliWiring(), starter: openStarter() }), [
    "init",
    "--repo",
    folder,
    ...argv,
  ]);

const doctor = (...argv: readonly string[]): Promise<number> =>
  runCommand(doctorCommand({ ...cliWiring(), nodeVersion: "v22.12.0" }), [
    "doctor",
    "--local",
    "--repo",
    folder,
    ...argv,
  ]);

type Examined = {
  readonly ok: boolean;
  readonly checks: readonly {
    readonly check: string;
    readonly state: string;
    readonly message: string;
    readonly remedy: string;
  }[];
};

async function examined(...argv: readonly string[]): Promise<readonly [number, Examined]> {
  said.forget();
  const code = await doctor("--json", ...argv);
  return [code, JSON.parse(said.out) as Examined];
}

const troubles = ({ checks }: Examined): readonly string[] =>
  checks.filter(({ state }) => state !== "ok").map(({ check, state }) => `${check} ${state}`);

describe("omega init", () => {
  it("writes a starter that is a lawful first charter, and says what to do next", async () => {
    commit("empty");
    git("checkout", "--quiet", "-b", "govern");

    expect(await init()).toBe(0);
    expect(said.out).toContain("wrote .omega/charter.yaml");
    expect(said.out).toMatch(/Next:\n1\. Replace the people/);
    commit("govern");
    said.forget();
    const argv = ["check", "--repo", folder, "--base", "main", "--json"];
    expect(await runCommand(checkCommand(cliWiring()), argv)).toBe(0);
    expect(JSON.parse(said.out)).toMatchObject({ verdict: "genesis" });
  });

  it("names the system as it was asked to, everywhere that it is named", async () => {
    expect(await init("helper-2")).toBe(0);
    commit("govern");

    expect(existsSync(join(folder, "systems/triage"))).toBe(false);
    const [code, report] = await examined("--sealed", SEALED);
    expect(code).toBe(0);
    const messages = report.checks.map(({ message }) => message);
    expect(messages).toContain("helper-2 can be read");
    expect(troubles(report).filter((one) => one.endsWith("fail"))).toEqual([]);
  });

  it("keeps a README, and writes nothing at all where anything else is in the way", async () => {
    writeFileSync(join(folder, "README.md"), "mine");
    writeFileSync(join(folder, "CODEOWNERS"), "mine too");

    expect(await init()).toBe(1);
    expect(said.err).toContain("CODEOWNERS");
    expect(existsSync(join(folder, ".omega"))).toBe(false);
    rmSync(join(folder, "CODEOWNERS"));
    expect(await init("--json")).toBe(0);
    expect(JSON.parse(said.out)).toMatchObject({ kept: ["README.md"] });
    expect(readFileSync(join(folder, "README.md"), "utf8")).toBe("mine");
  });

  it("writes through no link that leads out of the repository", async () => {
    symlinkSync(tmpdir(), join(folder, "systems"));

    expect(await init("linked-out")).toBe(70);
    expect(said.err).toContain("outside the repository");
    expect(existsSync(join(tmpdir(), "linked-out/system.yaml"))).toBe(false);
  });

  it.each([
    ["a name that is none", ["Big Agent"], /small letters/],
    ["a folder that is no repository", ["--repo", "/"], /not in a git repository/],
    ["a file for a folder", ["--repo", "/dev/null"], /not in a git repository/],
  ])("ends with 64 on %s", async (_what, argv, sentence) => {
    expect(await init(...argv)).toBe(64);
    expect(said.err).toMatch(sentence);
  });
});

describe("omega doctor --local", () => {
  it("finds nothing wrong with the starter but the wall that this test does without", async () => {
    await init();
    commit("govern");
    const [code, report] = await examined("--sealed", SEALED);

    expect([code, report.ok]).toEqual([0, true]);
    expect(troubles(report)).toEqual(["sandbox warn"]);
  });

  it.each<[string, string, () => void]>([
    ["no charter", "charter fail", () => rmSync(join(folder, ".omega"), { recursive: true })],
    [
      "a charter that is none",
      "charter fail",
      () => rewrite(".omega/charter.yaml", "mode: enforce", "mode: x"),
    ],
    ["no code owners", "owners warn", () => rmSync(join(folder, "CODEOWNERS"))],
    [
      "no template",
      "template warn",
      () => rmSync(join(folder, ".github/pull_request_template.md")),
    ],
    [
      "no workflow",
      "workflow fail",
      () => rmSync(join(folder, ".github/workflows/omega-eval.yml")),
    ],
    [
      "a workflow that nobody governs",
      "workflow warn",
      () => writeFileSync(join(folder, ".github/workflows/omega-more.yml"), "on: push\n"),
    ],
    [
      "an unreadable system",
      "system fail",
      () => rewrite("systems/triage/system.yaml", "kind", "x"),
    ],
    [
      "no public suite",
      "public-suite fail",
      () => rmSync(join(folder, "systems/triage/evals/public.jsonl")),
    ],
    [
      "a sealed suite that is not there",
      "sealed-suite fail",
      () => rewrite(".omega/charter.yaml", "triage-2026q4", "triage-2027q1"),
    ],
    [
      "a shard that shows too little",
      "sealed-suite warn",
      () =>
        rewrite(
          ".omega/charter.yaml",
          "2026q4, metric: accuracy",
          "2026q4, metric: accuracy, shard: 20",
        ),
    ],
  ])("sees %s, and says what to do", async (_what, trouble, spoil) => {
    await init();
    spoil();
    commit("govern");
    const [code, report] = await examined("--sealed", SEALED);

    expect(troubles(report)).toContain(trouble);
    expect(code).toBe(trouble.endsWith("fail") ? 1 : 0);
    for (const { state, remedy } of report.checks) expect(remedy === "").toBe(state === "ok");
  });

  it("says which private repository is to be cloned for the sealed suite", async () => {
    await init();
    const named = "{repository: acme/kept-apart, ref: triage-2026q4";
    rewrite(".omega/charter.yaml", "{ref: triage-2026q4", named);
    commit("govern");
    const seen = async (...more: readonly string[]) =>
      (await examined(...more))[1].checks.find(({ check }) => check === "sealed-suite");

    expect(await seen()).toMatchObject({
      state: "warn",
      message: expect.stringContaining("acme/kept-apart"),
    });
    expect(await seen("--sealed", SEALED)).toMatchObject({ state: "ok" });
  });

  it("says that a repository without a commit has none", async () => {
    const [code, report] = await examined();

    expect([code, troubles(report).at(-1)]).toEqual([1, "branch fail"]);
  });

  it("shows people one line for each, and what to do below it", async () => {
    commit("empty");

    expect(await doctor()).toBe(1);
    expect(said.out).toMatch(/^ok {3}Node v22\.12\.0\n/);
    expect(said.out).toMatch(/\nfail there is no \.omega\/charter\.yaml\n {5}`omega init`/);
  });

  it("knows a Node that is too old", async () => {
    const old = doctorCommand({ ...cliWiring(), nodeVersion: "v20.18.1" });

    expect(await runCommand(old, ["doctor", "--local", "--repo", folder])).toBe(1);
    expect(said.out).toMatch(/^fail Node v20\.18\.1 is too old\n/);
  });

  it("asks what to examine, and refuses a folder of suites that is none", async () => {
    const bare = doctorCommand({ ...cliWiring(), nodeVersion: "v22.12.0" });
    expect(await runCommand(bare, ["doctor"])).toBe(64);
    expect(said.err).toContain("--local");
    expect(await doctor("--sealed", "/nope")).toBe(64);
  });
});

function rewrite(path: string, from: string, to: string): void {
  const place = join(folder, path);
  const text = readFileSync(place, "utf8");
  expect(text).toContain(from);
  writeFileSync(place, text.replace(from, to));
}
