import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Requirement } from "../../../src/core/incident/release-guard.ts";
import { doctorCommand } from "../../../src/surfaces/cli/doctor.ts";
import { captureOutput, cliWiring, runCommand } from "../../support/cli.ts";
import { forgeOfReaders } from "../../support/readers.ts";
import { openRuntimeApp, type RuntimeApp } from "../../support/runtime-app.ts";

let guards: readonly Requirement[] | undefined;
let runtime: RuntimeApp;
let listening: Awaited<ReturnType<RuntimeApp["listen"]>>;
const said = captureOutput();

beforeAll(async () => {
  const repository = { defaultBranch: "main", requirements: async () => guards };
  const forge = forgeOfReaders({ alice: "read", mallory: "none" }, repository);
  runtime = await openRuntimeApp({ forge });
  listening = await runtime.listen();
});
afterAll(async () => {
  await listening.close();
  await runtime.close();
});

function doctor(person: string, ...argv: readonly string[]): Promise<number> {
  const env = { GITHUB_TOKEN: `token-of-${person}` };
  const command = doctorCommand({ ...cliWiring(), env, nodeVersion: "v22.12.0" });
  const app = ["--url", listening.url, "--repository-id", "7"];
  return runCommand(command, ["doctor", ...app, ...argv]);
}

const pinned: Requirement = { source: "ruleset 1", isPinned: true };

describe("omega doctor of a running app", () => {
  it.each<[guards: readonly Requirement[] | undefined, code: number, sentence: RegExp]>([
    [[{ ...pinned, bypass: [] }], 0, /^ok {3}main requires omega \/ release/],
    [[pinned], 0, /^warn .*does not tell the app/],
    [[{ ...pinned, bypass: ["User 5", "Team 7"] }], 0, /^warn 2 on the list/],
    [[{ ...pinned, isPinned: false }], 1, /^fail .*from anybody/],
    [[], 1, /^fail nothing requires/],
    [undefined, 0, /^warn GitHub does not show/],
  ])("says how the default branch is guarded by %j", async (...[given, code, sentence]) => {
    guards = given;

    expect(await doctor("alice")).toBe(code);
    expect(said.out).toMatch(sentence);
    expect(said.out).not.toContain("Team 7");
  });

  it("answers in JSON beside what it says of a clone", async () => {
    guards = [];

    expect(await doctor("alice", "--json")).toBe(1);
    expect(JSON.parse(said.out)).toMatchObject({
      ok: false,
      checks: [{ check: "release-check", state: "fail" }],
    });
  });

  it("tells nobody who may not read the repository", async () => {
    expect(await doctor("mallory")).toBe(1);
    expect(said.out).toBe("");
    expect(said.err).toContain("not-found");
  });
});
