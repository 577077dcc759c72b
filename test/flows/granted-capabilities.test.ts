import { beforeAll, describe, expect, test } from "vitest";
import { openSandbox } from "../../src/adapters/sandbox/sandbox.ts";
import { compile } from "../../src/core/ir/compile.ts";
import { openRunner } from "../../src/flows/evaluation/run-artifact.ts";
import type { Sandbox } from "../../src/ports/sandbox.ts";
import { aVersion, SYSTEM_FILES } from "../support/builders.ts";
import { systemWith } from "../support/edited.ts";

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await openSandbox({ bubblewrap: "off" });
});

type Capability = { readonly access: "read" | "write"; readonly grant: readonly string[] };

/** What the tool heard when it asked the queue, as the mood of its answer. */
async function heardBy(needs: readonly string[], capability: Capability): Promise<unknown> {
  const system = systemWith({
    "/tools/sense/needs": needs,
    "/capabilities/desk": { kind: "queue", target: "desk", ...capability },
  });
  const source = `export function run(input, context) {
    if (context.call === undefined) return { mood: "no way to ask", warmth: 1 };
    try {
      return { mood: JSON.stringify(context.call("desk", { note: input.message })), warmth: 1 };
    } catch (error) {
      return { mood: error.message, warmth: 1 };
    }
  }`;
  const files = { ...SYSTEM_FILES, "tools/sense.js": source };
  const runner = await openRunner(sandbox, compile(aVersion({ system, files })), { seed: "s" });
  const result = await runner.run({ message: "hello" });
  await runner.close();
  return result.kind === "answered" ? result.output["mood"] : result;
}

describe("a tool that asks for a capability while it is being judged", () => {
  test.each<[string, readonly string[], Capability, string]>([
    [
      "writes into the void, and is thanked",
      ["desk"],
      { access: "write", grant: ["sense"] },
      '{"accepted":true}',
    ],
    [
      "finds nothing to read",
      ["desk"],
      { access: "read", grant: ["sense"] },
      "desk refused: nothing to read here",
    ],
    [
      "has no way to ask for what it does not say it needs",
      [],
      { access: "write", grant: ["sense"] },
      "no way to ask",
    ],
    [
      "has no way to ask for what it was not granted",
      ["desk"],
      { access: "write", grant: [] },
      "no way to ask",
    ],
  ])("%s", async (_what, needs, capability, heard) => {
    expect(await heardBy(needs, capability)).toBe(heard);
  });
});
