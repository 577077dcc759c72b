import { beforeAll, describe, expect, test } from "vitest";
import { openSandbox } from "../../src/adapters/sandbox/sandbox.ts";
import { preflight } from "../../src/flows/gates/preflight.ts";
import type { Sandbox } from "../../src/ports/sandbox.ts";
import { aChange, SYSTEM_FILES } from "../support/builders.ts";
import { systemWith } from "../support/edited.ts";

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await openSandbox({ bubblewrap: "off" });
});

describe("preflight", () => {
  const mutationWith = (source: string) => {
    const { mutation } = aChange({ afterFiles: { ...SYSTEM_FILES, "tools/sense.js": source } });
    if (mutation === undefined) throw new Error("the test's change is no mutation");
    return mutation;
  };

  test("lets the candidate answer one smoke case", async () => {
    const result = await preflight({ sandbox }, mutationWith(SYSTEM_FILES["tools/sense.js"] ?? ""));
    expect(result).toMatchObject({ kind: "ran", candidate: { kind: "answered" } });
  });

  test("runs nothing of a change whose tier demands more walls than there are", async () => {
    const mutation = { ...mutationWith(SYSTEM_FILES["tools/sense.js"] ?? ""), tier: "T2" as const };
    const bare: Sandbox = {
      isolation: "wasm+process",
      open: () => Promise.reject(new Error("ran")),
    };
    const rules = { isolation: { T2: "wasm+process+bubblewrap" as const } };
    expect(await preflight({ sandbox: bare }, mutation, rules)).toEqual({
      kind: "withheld",
      tier: "T2",
      demanded: "wasm+process+bubblewrap",
      reached: "wasm+process",
    });
    const tuned = await preflight({ sandbox }, { ...mutation, tier: "T1" }, rules);
    expect(tuned).toMatchObject({ kind: "ran" });
  });

  test("says how a candidate that cannot start fails", async () => {
    const result = await preflight({ sandbox }, mutationWith("export const nothing = 1;"));
    expect(result).toMatchObject({
      kind: "ran",
      candidate: { kind: "failed", why: "tool-failed" },
    });
  });

  test.each([
    ["does not parse", "export function run( {", ["calm"]],
    ["exports no function", "export const run = 1;", ["calm"]],
    ["throws while it loads", "throw new Error('no');", ["calm"]],
    [
      "only throws at an input that no run gives it",
      "export function run(input) { return { reply: input.message.trim() }; }",
      [],
    ],
  ])("starts a tool beside the smoke case's way, which %s", async (_what, source, named) => {
    const before = systemWith({
      "/tools/calm": { file: "tools/calm.js", effect: "none" },
      "/graph/nodes/refuse": { kind: "tool", tool: "calm" },
      "/parameters/warmth/value": 0,
    });
    const { mutation } = aChange({
      before,
      beforeFiles: { ...SYSTEM_FILES, "tools/calm.js": source },
    });
    if (mutation === undefined) throw new Error("the test's change is no mutation");

    const result = await preflight({ sandbox }, mutation);

    expect(result.kind === "ran" && result.unstarted.map(({ tool }) => tool)).toEqual(named);
  });

  test("starts the others too when the smoke case itself fails", async () => {
    const { mutation } = aChange({
      after: systemWith({
        "/tools/calm": { file: "tools/calm.js", effect: "none" },
        "/graph/nodes/refuse": { kind: "tool", tool: "calm" },
      }),
      afterFiles: {
        ...SYSTEM_FILES,
        "tools/sense.js": "export const run = 1;",
        "tools/calm.js": "export const run = 2;",
      },
    });
    if (mutation === undefined) throw new Error("the test's change is no mutation");

    expect(await preflight({ sandbox }, mutation)).toMatchObject({
      kind: "ran",
      candidate: { kind: "failed", why: "tool-failed" },
      unstarted: [{ tool: "calm" }],
    });
  });

  test("says nothing of the candidate when the sandbox is broken", async () => {
    const absent = await openSandbox({ bubblewrap: "off", child: "/nowhere/child.js" });
    const result = await preflight({ sandbox: absent }, mutationWith("export function run() {}"));
    expect(result).toMatchObject({ kind: "broken" });
  });
});
