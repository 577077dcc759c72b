import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openSandbox } from "../../../src/adapters/sandbox/sandbox.ts";
import type {
  Sandbox,
  SandboxSession,
  ToolLimits,
  ToolProgram,
  ToolResult,
} from "../../../src/ports/sandbox.ts";

const LIMITS: ToolLimits = { memory_mb: 16, deadline_ms: 300 };

function tool(body: string, limits = LIMITS): ToolProgram {
  return { source: `export function run(input, context) {\n${body}\n}\n`, files: {}, limits };
}

const TOOLS: Readonly<Record<string, ToolProgram>> = {
  echo: tool("return { input, parameters: context.parameters };"),
  forever: tool("for (;;) {}"),
  stubborn: tool("for (;;) { try { for (;;) {} } catch {} finally { continue; } }"),
  arrays: tool("const all = []; for (;;) all.push(new Array(100000).fill(7));"),
  bytes: tool("const all = []; for (;;) all.push(new Uint8Array(1048576));"),
  strings: tool("let all = 'x'; for (;;) all += all;"),
  huge: tool("return 'x'.repeat(70000);"),
  deep: tool("let value = 1; for (let i = 0; i < 60; i += 1) value = [value]; return value;"),
  throws: tool("throw new Error('no');"),
  nothing: tool("return undefined;"),
  later: tool("return Promise.resolve({});"),
  recursion: tool("const go = () => go() + 1; return go();"),
  nested: tool("return JSON.parse('['.repeat(200000));"),
  globals: tool("return Object.getOwnPropertyNames(globalThis);"),
  reach: tool(
    "return ['process','require','fetch','setTimeout','WebAssembly','std','os','scriptArgs']" +
      ".map((name) => typeof globalThis[name]).concat(typeof this);",
  ),
  escape: tool("return (() => {}).constructor('return typeof process')();"),
  poison: tool(
    "Object.prototype.toJSON = () => 'mine'; Array.prototype.map = null;" +
      "JSON.stringify = () => 'forged'; JSON.parse = null; return { honest: 1 };",
  ),
  count: {
    source: "let n = 0;\nexport function run() { n += 1; return n; }",
    files: {},
    limits: LIMITS,
  },
  chance: tool(
    "return [Math.random(), Math.random(), Date.now(), new Date().getTimezoneOffset()];",
  ),
  broken: { source: "export function run( {", files: {}, limits: LIMITS },
  throwing: {
    source: "throw new Error('top'); export function run() {}",
    files: {},
    limits: LIMITS,
  },
  looping: { source: "for (;;) {}\nexport function run() {}", files: {}, limits: LIMITS },
  importing: {
    source: "import fs from 'node:fs';\nexport function run() { return 1; }",
    files: {},
    limits: LIMITS,
  },
  words: {
    source: "export function run(input, { data }) { return data.words[input]; }",
    files: { "data/words.json": '{"hi": "greeting"}' },
    limits: LIMITS,
  },
};

let sandbox: Sandbox;
let session: SandboxSession;

beforeAll(async () => {
  sandbox = await openSandbox({ bubblewrap: "off" });
  session = await sandbox.open(TOOLS);
});

afterAll(() => session.close());

function run(name: string, input: string | number = "x", seed = "seed"): Promise<ToolResult> {
  return session.call({ tool: name, input, parameters: { weight: 2 }, seed });
}

async function outputOf(name: string, input?: string, seed?: string): Promise<unknown> {
  const result = await run(name, input, seed);
  return result.kind === "answered" ? result.output : result;
}

describe("a tool in the sandbox", () => {
  test("is given its input, its parameters and its data, and answers", async () => {
    expect(await outputOf("echo")).toEqual({ input: "x", parameters: { weight: 2 } });
    expect(await outputOf("words", "hi")).toBe("greeting");
  });

  test.each([
    ["forever", "deadline"],
    ["stubborn", "deadline"],
    ["looping", "deadline"],
    ["arrays", "memory"],
    ["bytes", "memory"],
    ["strings", "threw"],
    ["huge", "bad-output"],
    ["deep", "bad-output"],
    ["nothing", "bad-output"],
    ["throws", "threw"],
    ["later", "threw"],
    ["recursion", "threw"],
    ["nested", "threw"],
    ["broken", "unloadable"],
    ["throwing", "unloadable"],
    ["importing", "unloadable"],
    ["absent", "threw"],
  ])("%s ends as a value: %s", async (name, why) => {
    expect(await run(name)).toMatchObject({ kind: "failed", why });
    expect(await outputOf("words", "hi")).toBe("greeting");
  });

  test("sees no process, no network, no timers and no files", async () => {
    expect(await outputOf("reach")).toEqual(Array.from({ length: 9 }, () => "undefined"));
    expect(await outputOf("escape")).toBe("undefined");
    expect(await outputOf("globals")).not.toContain("performance");
  });

  test("tricks with prototypes change its own answer only, never the next call", async () => {
    await run("poison");
    expect(await outputOf("echo")).toEqual({ input: "x", parameters: { weight: 2 } });
    expect(await outputOf("poison")).toBe("mine");
  });

  test("keeps nothing from one call to the next", async () => {
    expect(await outputOf("count")).toBe(1);
    expect(await outputOf("count")).toBe(1);
  });

  test("gets the same time and the same chance from the same seed, and others from another", async () => {
    const first = await outputOf("chance", "x", "one");
    expect(await outputOf("chance", "y", "one")).toEqual(first);
    const second = await outputOf("chance", "x", "two");
    expect(second).not.toEqual(first);
    expect(first).toMatchObject([expect.any(Number), expect.any(Number), expect.any(Number), 0]);
  });

  test("is refused an input that is larger than a call may be", async () => {
    expect(await run("echo", "x".repeat(300_000))).toMatchObject({ kind: "failed", why: "threw" });
  });

  test("answers calls that are asked at once in their order", async () => {
    const results = await Promise.all(["a", "b", "c"].map((input) => outputOf("echo", input)));
    expect(results).toMatchObject([{ input: "a" }, { input: "b" }, { input: "c" }]);
  });
});

describe("the child process", () => {
  test.runIf(process.platform === "linux")(
    "has an empty environment and is replaced when it dies",
    async () => {
      const own = await sandbox.open({ echo: TOOLS["echo"] ?? tool("") });
      const before = childrenOfThis();
      await own.call({ tool: "echo", input: 1, parameters: {}, seed: "s" });
      const [child] = childrenOfThis().filter((pid) => !before.includes(pid));
      expect(child).toBeDefined();
      expect(readFileSync(`/proc/${child}/environ`, "utf8")).toBe("");
      process.kill(Number(child), "SIGKILL");
      await own.call({ tool: "echo", input: 1, parameters: {}, seed: "s" });
      const again = await own.call({ tool: "echo", input: 2, parameters: {}, seed: "s" });
      expect(again).toMatchObject({ kind: "answered", output: { input: 2 } });
      await own.close();
    },
  );

  test("a child that cannot start, falls silent or breaks the protocol is a failure as a value", async () => {
    const absent = await openSandbox({ bubblewrap: "off", child: "/nowhere/child.js" });
    const none = await absent.open(TOOLS);
    const result = await none.call({ tool: "echo", input: 1, parameters: {}, seed: "s" });
    expect(result).toMatchObject({ kind: "failed", why: "crashed" });
    await none.close();
  });

  test("the isolation is what a probe showed, and nothing more is claimed", () => {
    expect(sandbox.isolation).toBe("wasm+process");
  });

  test("a tool that needs a large data file is still called quickly", async () => {
    const words = Object.fromEntries(
      Array.from({ length: 6_000 }, (_, index) => [`word-${index}`, index]),
    );
    const large = await sandbox.open({
      look: {
        source: "export function run(input, { data }) { return data.words[input] ?? -1; }",
        files: { "data/words.json": JSON.stringify(words) },
        limits: { memory_mb: 32, deadline_ms: 500 },
      },
    });
    const call = (index: number) =>
      large.call({ tool: "look", input: `word-${index}`, parameters: {}, seed: "s" });
    await call(0);
    const begun = performance.now();
    for (let index = 0; index < 100; index += 1) {
      expect(await call(index)).toMatchObject({ output: index });
    }
    console.log(`sandbox: ${Math.round(100_000 / (performance.now() - begun))} calls/s`);
    await large.close();
  });
});

function childrenOfThis(): readonly string[] {
  return readdirSync("/proc/self/task").flatMap((task) =>
    readFileSync(`/proc/self/task/${task}/children`, "utf8").split(" ").filter(Boolean),
  );
}
