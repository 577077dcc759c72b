import { execFile } from "node:child_process";
import { cp, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
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

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

let home: string;

/** One call through the sandbox of an app that is installed elsewhere, in a process of its own. */
async function callInstalled(app: string, bubblewrap: "off" | "probe"): Promise<unknown> {
  const module = join(app, "dist/adapters/sandbox/sandbox.js");
  const script = `
    const { openSandbox } = await import(${JSON.stringify(module)});
    const { isolation, open } = await openSandbox({ bubblewrap: "${bubblewrap}" });
    const session = await open({ tool: ${JSON.stringify(TOOL)} });
    const result = await session.call({ tool: "tool", input: 7, parameters: {}, seed: "s" });
    await session.close();
    console.log(JSON.stringify({ isolation, result }));
  `;
  const args = ["--input-type=module", "--eval", script];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: "/" });
  return JSON.parse(stdout);
}

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

  test("it may read its own folder and its engine, and nothing else of the packages", () => {
    const engine = dirname(fileURLToPath(import.meta.resolve("quickjs-wasi/package.json")));
    const granted = plainLaunch("/app/child.js").args.flatMap((arg) => {
      const path = /^--allow-fs-read=(.*)$/.exec(arg)?.[1];
      return path === undefined ? [] : [path];
    });

    expect(granted).toEqual(["/app/*", join(engine, "*")]);
  });

  test.each(["off", "probe"] as const)(
    "it finds its engine where links lead out of the project to the packages (bubblewrap: %s)",
    async (bubblewrap) => {
      const app = await mkdtemp(join(home, "linked-"));
      await cp(join(ROOT, "dist"), join(app, "dist"), { recursive: true });
      await cp(join(ROOT, "package.json"), join(app, "package.json"));
      await symlink(join(ROOT, "node_modules"), join(app, "node_modules"));
      const { isolation } = await openSandbox({ bubblewrap });

      expect(await callInstalled(app, bubblewrap)).toEqual({
        isolation,
        result: { kind: "answered", output: 7, milliseconds: expect.any(Number) },
      });
    },
  );

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
