import { beforeAll, describe, expect, test } from "vitest";
import { openSandbox } from "../../src/adapters/sandbox/sandbox.ts";
import { preflight } from "../../src/flows/preflight.ts";
import type { Sandbox } from "../../src/ports/sandbox.ts";
import { aChange, SYSTEM_FILES } from "../support/builders.ts";

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

  test("says how a candidate that cannot start fails", async () => {
    const result = await preflight({ sandbox }, mutationWith("export const nothing = 1;"));
    expect(result).toMatchObject({
      kind: "ran",
      candidate: { kind: "failed", why: "tool-failed" },
    });
  });

  test("says nothing of the candidate when the sandbox is broken", async () => {
    const absent = await openSandbox({ bubblewrap: "off", child: "/nowhere/child.js" });
    const result = await preflight({ sandbox: absent }, mutationWith("export function run() {}"));
    expect(result).toMatchObject({ kind: "broken" });
  });
});
