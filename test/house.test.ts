import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Exchange } from "../src/local/github/http/exchange.ts";
import { OBSERVATIONS } from "./support/conformance/observe.ts";
import openRun from "./support/conformance/report.ts";
import { loadValidator } from "./support/conformance/validator.ts";
import {
  AT_EASE,
  BADLY_FORMATTED,
  HALF_USED,
  ILL_TYPED,
  OFF_KEY,
  PLANTED,
} from "./support/planted-violations.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** Nothing where GitHub's description is not on this machine; then nothing is compared with it. */
const VALIDATOR = loadValidator();

type Ran = { readonly code: number; readonly out: string };

/** Runs one of the house's tools as `npm run lint` would, with nothing of this run's environment. */
function run(folder: string, tool: string, args: readonly string[]): Promise<Ran> {
  const env = { PATH: process.env["PATH"], HOME: process.env["HOME"], NO_COLOR: "1" };
  return new Promise((resolve) => {
    const path = join(ROOT, "node_modules/.bin", tool);
    execFile(path, args, { cwd: folder, env, maxBuffer: 1 << 26 }, (error, out, trouble) => {
      const code = error === null ? 0 : Number(error.code ?? 1);
      resolve({ code, out: `${out}${trouble}` });
    });
  });
}

/** A folder that follows our configuration to the letter and holds nothing but what was planted. */
async function plant(files: readonly { readonly path: string; readonly text: string }[]) {
  const folder = await mkdtemp(join(tmpdir(), "omega-house-"));
  for (const name of [".oxlintrc.json", ".oxfmtrc.json", "tsconfig.json", "package.json"]) {
    await cp(join(ROOT, name), join(folder, name));
  }
  await symlink(join(ROOT, "node_modules"), join(folder, "node_modules"));
  for (const { path, text } of [AT_EASE, ...files]) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}

const planted: string[] = [];

async function planting(files: Parameters<typeof plant>[0]): Promise<string> {
  const folder = await plant(files);
  planted.push(folder);
  return folder;
}

afterAll(async () => {
  for (const folder of planted) await rm(folder, { recursive: true });
});

describe("the linter", () => {
  type Diagnostic = { readonly code: string; readonly filename: string };
  let reported: readonly Diagnostic[];
  let code: number;

  beforeAll(async () => {
    const ran = await run(await planting(PLANTED), "oxlint", ["--format", "json", "src", "test"]);
    const report = JSON.parse(ran.out) as { readonly diagnostics: readonly Diagnostic[] };
    reported = report.diagnostics;
    code = ran.code;
  });

  it.each(PLANTED)("refuses $what", ({ path, rule }) => {
    const rules = reported.filter(({ filename }) => filename === path).map((one) => one.code);
    expect(rules).toEqual([rule]);
    expect(code).not.toBe(0);
  });

  it("is content with a file that breaks no rule", () => {
    expect(reported.filter(({ filename }) => filename === AT_EASE.path)).toEqual([]);
  });
});

describe("the type checker", () => {
  let ran: Ran;

  beforeAll(async () => {
    ran = await run(await planting(ILL_TYPED), "tsc", ["-p", "."]);
  });

  it.each(ILL_TYPED)("refuses $what", ({ path, code }) => {
    const lines = ran.out.split("\n").filter((line) => line.startsWith(`${path}(`));
    expect(lines.join("\n")).toContain(`error ${code}`);
    expect(ran.code).not.toBe(0);
  });

  it("is content with a file that is typed well", () => {
    expect(ran.out).not.toContain(AT_EASE.path);
  });
});

describe("the formatter", () => {
  it("refuses what it would write differently, and nothing else", async () => {
    const ran = await run(await planting([BADLY_FORMATTED]), "oxfmt", ["--check"]);
    expect(ran.code).not.toBe(0);
    expect(ran.out).toContain(BADLY_FORMATTED.path);
    expect(ran.out).not.toContain(AT_EASE.path);
  });
});

describe("the search for dead code", () => {
  it("refuses an unused export, an unused file and an unused dependency", async () => {
    const folder = await planting([HALF_USED, HALF_USED.entry]);
    const manifest = JSON.parse(await readFile(join(folder, "package.json"), "utf8")) as {
      dependencies: Record<string, string>;
    };
    manifest.dependencies[HALF_USED.dependency] = "1.0.0";
    await writeFile(join(folder, "package.json"), JSON.stringify(manifest));
    const ran = await run(folder, "knip", []);
    expect(ran.code).not.toBe(0);
    expect(ran.out).toMatch(/Unused files[^]*src\/core\/ir\/at-ease\.ts/);
    expect(ran.out).toMatch(/Unused dependencies[^]*left-over/);
    expect(ran.out).toMatch(/Unused exports[^]*\bnobody\b/);
    expect(ran.out).not.toMatch(/^used\b/m);
  });
});

describe("the run of the tests", () => {
  const quick = "test/core/kernel/duration.test.ts";
  const vitest = (...args: readonly string[]) =>
    run(ROOT, "vitest", ["run", "--config", "test/vitest.config.ts", ...args]);

  it("fails where too few lines are covered", async () => {
    const folder = await planting([]);
    const few = ["--coverage.include", "src/core/kernel/**", "--coverage.reportsDirectory", folder];
    const ran = await vitest(quick, "--coverage", ...few);
    expect(ran.out).toMatch(/Coverage for lines \(.*\) does not meet global threshold \(90%\)/);
    expect(ran.code).not.toBe(0);
  });

  it.runIf(VALIDATOR)("fails where the local GitHub answered as GitHub would not", () => {
    const ended = endOfRun([OFF_KEY]);
    expect(ended.exitCode).toBe(1);
    expect(ended.said).toMatch(/ 1 unlisted/);
    expect(ended.said).toContain(`GET ${OFF_KEY.route}`);
  });

  it.runIf(VALIDATOR)("passes where nothing deviated", () => {
    const ended = endOfRun([]);
    expect(ended.exitCode).toBeUndefined();
    expect(ended.said).toMatch(/ 0 unlisted/);
  });
});

/** What a run would say and exit with, had it seen these exchanges and no others. */
function endOfRun(exchanges: readonly Exchange[]) {
  const own = { directory: process.env[OBSERVATIONS], exitCode: process.exitCode };
  const say = vi.spyOn(console, "log").mockReturnValue();
  try {
    process.exitCode = undefined;
    const end = openRun();
    const seen = exchanges.map((exchange) => JSON.stringify(VALIDATOR?.exchange(exchange)));
    writeFileSync(join(process.env[OBSERVATIONS] ?? "", "planted.jsonl"), seen.join("\n"));
    end();
    return { exitCode: process.exitCode, said: say.mock.calls.flat().join("\n") };
  } finally {
    say.mockRestore();
    process.env[OBSERVATIONS] = own.directory;
    process.exitCode = own.exitCode;
  }
}
