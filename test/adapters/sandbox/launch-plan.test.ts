import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  childPath,
  plainLaunch,
  wrappedLaunch,
} from "../../../src/adapters/sandbox/launch-plan.ts";
import { openSandbox } from "../../../src/adapters/sandbox/sandbox.ts";
import type { ToolProgram, ToolResult } from "../../../src/ports/sandbox.ts";

const TOOL: ToolProgram = {
  source: "export function run(input) { return input; }",
  files: {},
  limits: { memory_mb: 16, deadline_ms: 100 },
};

let home: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "omega-child-"));
});

afterAll(() => rm(home, { recursive: true }));

describe("how a child is started", () => {
  test("it inherits nothing of our environment and has a small heap", () => {
    const plan = plainLaunch("/child.js");
    expect(plan.env).toEqual({});
    expect(plan.args).toContain("--max-old-space-size=64");
    expect(plan.args).toEqual(expect.arrayContaining([expect.stringMatching(/permission$/)]));
    expect(plan.args).not.toContain("--allow-child-process");
    expect(plan.command).toBe(process.execPath);
  });

  test("wrapped, it has namespaces of its own and can write to a small temporary folder only", () => {
    const { args, env } = wrappedLaunch(childPath());
    expect(env).toEqual({});
    for (const flag of ["--unshare-all", "--disable-userns", "--clearenv", "--die-with-parent"]) {
      expect(args).toContain(flag);
    }
    expect(args.filter((arg) => arg.includes("bind"))).not.toContain("--bind");
    expect(args).not.toContain("/etc");
    expect(args.slice(args.indexOf("--size"), args.indexOf("--size") + 4)).toEqual([
      "--size",
      "16777216",
      "--tmpfs",
      "/tmp",
    ]);
  });

  test("wrapping is claimed only where a call went through it", async () => {
    const sandbox = await openSandbox({ bubblewrap: "probe", child: "/nowhere/child.js" });
    expect(sandbox.isolation).toBe("wasm+process");
    const real = await openSandbox({ bubblewrap: "probe" });
    const session = await real.open({ tool: TOOL });
    const result = await session.call({ tool: "tool", input: 7, parameters: {}, seed: "s" });
    expect(result).toMatchObject({ kind: "answered", output: 7 });
    await session.close();
  });
});

describe("a child that is not ours any more", () => {
  async function callUnder(body: string): Promise<ToolResult> {
    const child = join(home, `child-${body.length}.mjs`);
    const ready = `process.stdout.write('{"kind":"ready"}\\n');`;
    await writeFile(child, `process.stdin.once("data", () => { ${ready} });\n${body}\n`);
    const sandbox = await openSandbox({ bubblewrap: "off", child });
    const session = await sandbox.open({ tool: TOOL });
    const result = await session.call({ tool: "tool", input: 1, parameters: {}, seed: "s" });
    await session.close();
    return result;
  }

  const onCall = (answer: string) =>
    `let lines = 0; process.stdin.on("data", () => { lines += 1; if (lines > 1) ${answer} });`;

  test.each([
    ["writes no JSON", onCall('process.stdout.write("hello\\n");')],
    ["claims what no child can say", onCall('process.stdout.write(\'{"kind":"promoted"}\\n\');')],
    ["never ends its line", onCall('process.stdout.write("x".repeat(1000000));')],
    [
      "shouts line after line",
      onCall('for (let n = 0; n < 1e5; n += 1) process.stdout.write(\'{"kind":"begun"}\\n\');'),
    ],
    ["begins twice", onCall('process.stdout.write(\'{"kind":"begun"}\\n{"kind":"begun"}\\n\');')],
    [
      "asks before it began",
      onCall('process.stdout.write(\'{"kind":"asked","capability":"desk","request":"1"}\\n\');'),
    ],
    ["exits", onCall("process.exit(0);")],
    ["dies before it is ready", "process.exit(3);"],
  ])("and %s has crashed, whatever it said", async (_what, body) => {
    expect(await callUnder(body)).toMatchObject({ kind: "failed", why: "crashed" });
  });

  test("and stays silent is killed", async () => {
    expect(await callUnder(onCall("{}"))).toMatchObject({ kind: "failed", why: "deadline" });
  });
});
