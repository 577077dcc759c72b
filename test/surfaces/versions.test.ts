import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { digestOf } from "../../src/core/kernel/digest.ts";
import { repositoryId } from "../../src/core/kernel/ids.ts";
import { instant } from "../../src/core/kernel/instant.ts";
import { registerVersions } from "../../src/flows/rollout/register-versions.ts";
import { diffCommand } from "../../src/surfaces/cli/diff.ts";
import { aChange } from "../support/builders.ts";
import { captureOutput, cliWiring, runCommand } from "../support/cli.ts";
import { systemWith } from "../support/edited.ts";
import { forgeOfReaders } from "../support/readers.ts";
import { openRuntimeApp, type RuntimeApp } from "../support/runtime-app.ts";

const change = aChange({ after: systemWith({ "/parameters/warmth/value": 0.5 }) });
const rules = change.charter.systems["greeter"];
const { mutation } = change;
if (mutation === undefined || rules === undefined) throw new Error("the builder makes mutations");
const [from, to] = [mutation.before.digest, mutation.after.digest];

let runtime: RuntimeApp;
let listening: Awaited<ReturnType<RuntimeApp["listen"]>>;
const said = captureOutput();

beforeAll(async () => {
  runtime = await openRuntimeApp({ forge: forgeOfReaders({ alice: "read", mallory: "none" }) });
  const met = { repositoryId: repositoryId(7), at: instant(1_000), change, rules };
  await runtime.store.transact((tx) => registerVersions(tx, met));
  listening = await runtime.listen();
});
afterAll(async () => {
  await listening.close();
  await runtime.close();
});

const ask = async (path: string, person = "alice", headers = {}) =>
  runtime.app.request(path, {
    headers: { authorization: `Bearer token-of-${person}`, ...headers },
  });

describe("the registry's routes", () => {
  it("show a version whole, with where it was met", async () => {
    const answer = await ask(`/api/v1/ir/${to}?repository_id=7`);

    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      version: to,
      system: "greeter",
      parent: from,
      commit: change.head.commit,
      definition: { parameters: { warmth: { value: 0.5 } } },
      files: { "prompts/reply.md": expect.any(String) },
    });
  });

  it("compare any two, in either direction", async () => {
    const there = await ask(`/api/v1/ir/${from}/diff/${to}?repository_id=7`);
    const back = await ask(`/api/v1/ir/${to}/diff/${from}?repository_id=7`);

    expect(await there.json()).toMatchObject({
      system: "greeter",
      class: "parameter_update",
      edits: [{ pointer: "/parameters/warmth/value", after: 0.5, tier: "T0" }],
    });
    expect(await back.json()).toMatchObject({ edits: [{ before: 0.5 }] });
  });

  it("answer nobody who may not read the repository, whatever they know already", async () => {
    for (const path of [`/api/v1/ir/${to}`, `/api/v1/ir/${from}/diff/${to}`]) {
      const tag = { "if-none-match": `"${to}"` };
      expect((await ask(`${path}?repository_id=7`, "mallory", tag)).status).toBe(404);
      expect((await ask(`${path}?repository_id=7`, "", tag)).status).toBe(401);
    }
    const known = await ask(`/api/v1/ir/${to}?repository_id=7`, "alice", {
      "if-none-match": `"${to}"`,
    });
    expect(known.status).toBe(304);
  });

  it.each([
    [`/api/v1/ir/${to}`, 400],
    ["/api/v1/ir/sha256:12?repository_id=7", 400],
    [`/api/v1/ir/${digestOf("nothing")}?repository_id=7`, 404],
    [`/api/v1/ir/${from}/diff/${digestOf("nothing")}?repository_id=7`, 404],
  ])("refuse %s with %i", async (path, status) => {
    expect((await ask(path)).status).toBe(status);
  });
});

describe("omega diff of two registered versions", () => {
  const diff = (env: Readonly<Record<string, string>>, ...argv: readonly string[]) =>
    runCommand(diffCommand({ ...cliWiring(), env }), ["diff", ...argv]);
  const app = (): readonly string[] => ["--url", listening.url, "--repository-id", "7"];
  const alice = { GITHUB_TOKEN: "token-of-alice" };

  it("says what the same two commits of a clone would say", async () => {
    expect(await diff(alice, from, to.slice("sha256:".length), ...app())).toBe(0);
    expect(said.out).toContain("greeter: 1 edit, parameter_update");
    expect(said.out).toMatch(/warmth\/value \(T0\).*system\.yaml:\d+/);

    said.forget();
    expect(await diff(alice, from, to, ...app(), "--json")).toBe(0);
    expect(JSON.parse(said.out)).toMatchObject({ from, to, class: "parameter_update" });
  });

  it("says of a version and itself that nothing lies between", async () => {
    expect(await diff(alice, from, from, ...app())).toBe(0);
    expect(said.out).toContain("the same");
  });

  it("ends with 1 and the app's reason when the app refuses", async () => {
    expect(await diff({ GITHUB_TOKEN: "token-of-mallory" }, from, to, ...app())).toBe(1);
    expect(said.err).toContain("not-found");
  });

  it.each([
    ["main is no digest", [from, "main"], [], /sha256/],
    ["half an address", [from, to], ["--repository-id", "7"], /--url/],
    ["the other half", [from, to], ["--url", "http://127.0.0.1:1"], /--repository-id/],
  ])("helps where %s", async (...[, versions, address, sentence]) => {
    const given = address.length === 0 ? app() : address;
    expect(await diff(alice, ...versions, ...given)).toBe(64);
    expect(said.err).toMatch(sentence);
  });

  it("names the variable where no token is", async () => {
    expect(await diff({}, from, to, ...app())).toBe(64);
    expect(said.err).toContain("GITHUB_TOKEN");
  });
});
