import { afterAll, describe, expect, test } from "vitest";
import type { SandboxSession, ToolProgram } from "../../../src/ports/sandbox.ts";
import { BOMB_LIMITS, BOMBS } from "../../support/sandbox/bombs.ts";
import { openEachLevel } from "../../support/sandbox/each-level.ts";

const LEVELS = await openEachLevel();

const TOOLS: Readonly<Record<string, ToolProgram>> = Object.fromEntries(
  [...BOMBS, { name: "quiet", body: "return input;" }].map(({ name, body }) => [
    name,
    { source: `export function run(input) {\n${body}\n}\n`, files: {}, limits: BOMB_LIMITS },
  ]),
);

describe.each(LEVELS)("a bomb in $isolation", (sandbox) => {
  let opened: Promise<SandboxSession> | undefined;

  const call = async (tool: string) => {
    opened ??= sandbox.open(TOOLS);
    return (await opened).call({ tool, input: 7, parameters: {}, seed: "seed" });
  };

  afterAll(async () => (await opened)?.close());

  test.each(BOMBS)("$name ends as a value, and the next call is answered", async (bomb) => {
    const result = await call(bomb.name);
    expect(result.kind === "failed" ? result : { why: "answered", detail: result }).toMatchObject({
      why: expect.toBeOneOf([...bomb.ends]),
    });
    expect(JSON.stringify(result).length).toBeLessThan(400);
    expect(await call("quiet")).toMatchObject({ kind: "answered", output: 7 });
  });
});
