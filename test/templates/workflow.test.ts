import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { load } from "js-yaml";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { aRepository, type GitRepository } from "../support/git-repository.ts";
import { readStarter, withScenarios } from "../support/starter.ts";
import { mutation, STARTER } from "./read-templates.ts";

const MAIN = fileURLToPath(new URL("../../dist/main.js", import.meta.url));

const workflow = z
  .object({
    on: z.object({ pull_request: z.object({ types: z.array(z.string()) }) }),
    permissions: z.record(z.string(), z.string()),
    jobs: z.object({
      check: z.object({
        steps: z.array(
          z.object({
            uses: z.string().optional(),
            with: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
            env: z.record(z.string(), z.string()).optional(),
            run: z.string().optional(),
          }),
        ),
      }),
    }),
  })
  .parse(load(readFileSync(join(STARTER, ".github/workflows/omega-eval.yml"), "utf8")));

const { steps } = workflow.jobs.check;
const step = steps.find(({ run }) => run !== undefined);

let repository: GitRepository;
let temporary: string;

beforeAll(() => {
  temporary = mkdtempSync(join(tmpdir(), "omega-workflow-"));
  // Stands in for npm's: drops its own words and starts the program of this repository.
  const npx = `#!/bin/sh\nshift 4\nexec '${process.execPath}' '${MAIN}' "$@"\n`;
  writeFileSync(join(temporary, "npx"), npx, { mode: 0o755 });
  repository = aRepository();
});
afterAll(() => {
  repository.remove();
  rmSync(temporary, { recursive: true });
});

type Ran = { readonly code: number; readonly out: string };

function runStep(env: Readonly<Record<string, string>>): Promise<Ran> {
  const script = step?.run ?? "exit 99";
  const all = { ...env, PATH: `${temporary}:${process.env["PATH"]}` };
  return new Promise((resolve) => {
    execFile("bash", ["-e", "-c", script], { cwd: temporary, env: all }, (error, out) => {
      resolve({ code: error === null ? 0 : Number(error.code), out });
    });
  });
}

describe("the starter's workflow", () => {
  it("reads contents and nothing else, on pull requests, with the whole history", () => {
    expect(workflow.permissions).toEqual({ contents: "read" });
    expect(Object.keys(workflow.on)).toEqual(["pull_request"]);
    expect(workflow.on.pull_request.types).toContain("edited");
    const checkout = steps.find(({ uses }) => uses?.startsWith("actions/checkout@"));
    expect(checkout?.with).toMatchObject({ "fetch-depth": 0, "persist-credentials": false });
  });

  it("takes this release of the package, and nothing of the event into its script", () => {
    const manifest = JSON.parse(
      readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
    ) as { readonly name: string; readonly version: string };
    const release = manifest.version.split(".").slice(0, 2).join(".");

    expect(step?.run).toContain(`--package ${manifest.name}@${release} omega check `);
    expect(step?.run).not.toContain("${{");
    expect(step?.env).toEqual({
      BASE: "${{ github.event.pull_request.base.sha }}",
      HEAD: "${{ github.event.pull_request.head.sha }}",
      BODY: "${{ github.event.pull_request.body }}",
    });
  });

  it.each([
    ["improve-classifier", 0, "lawful"],
    ["touch-governance", 1, "reject"],
    ["docs-only", 0, "not-a-mutation"],
  ])("runs on %s and ends with %i", async (name, code, verdict) => {
    const starter = readStarter();
    const BASE = repository.commit("main", { files: starter.files });
    const files = withScenarios(starter, name);
    const HEAD = repository.commit(name, { files, from: "main" });
    const BODY = readFileSync(join(mutation(name), "pull-request.md"), "utf8");

    const ran = await runStep({ BASE, HEAD, BODY, GITHUB_WORKSPACE: repository.directory });

    expect(ran.code).toBe(code);
    expect(ran.out).toMatch(new RegExp(`^${verdict} `));
    expect(ran.out).not.toContain("objective and claimed class");
  });
});
