import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { type Engine, openEngine } from "../../../src/adapters/sandbox/engine.ts";
import { openMachine } from "../../../src/adapters/sandbox/guest-machine.ts";
import { callTool, type LoadedTool, loadTool } from "../../../src/adapters/sandbox/guest-tool.ts";

const SOURCE = `
let calls = 0;
const kept = [];
export function run(input) {
  calls += 1;
  kept.push("secret of " + calls);
  if (input === "throw") throw new Error("no");
  if (input === "grow") kept.push(new Uint8Array(8000000).fill(7));
  return { calls, random: Math.random(), now: Date.now() };
}`;

const LIMITS = { memory_mb: 32, deadline_ms: 2_000 };

/** Where the package keeps its library and its program. */
const [LIBRARY, PROGRAM] = ["quickjs-wasi", "quickjs-wasi/quickjs.wasm"].map((name) =>
  fileURLToPath(import.meta.resolve(name)),
) as [string, string];

let engine: Engine;
let tool: Extract<LoadedTool, { kind: "loaded" }>;

beforeAll(async () => {
  engine = await openEngine(LIBRARY, PROGRAM);
  const loaded = await loadTool(engine, { source: SOURCE, files: {}, limits: LIMITS });
  if (loaded.kind === "failed") throw new Error(loaded.detail);
  tool = loaded;
});

function ask(input: string, seed = "seed") {
  const payload = JSON.stringify({ input, parameters: {}, asks: false });
  const silent = { begin: () => undefined, ask: () => "" };
  return callTool(engine, tool, { tool: "t", seed, payload, limits: LIMITS, ...silent });
}

describe("a machine that has answered", () => {
  test("is put back to the byte, and answers the next call as a new one would", async () => {
    const first = await ask("x");
    const used = tool.spare;
    const memory = used?.world.memory().slice();
    const fresh = await openMachine(engine, tool.snapshot, LIMITS.memory_mb);
    expect(Buffer.compare(memory ?? Buffer.of(1), fresh.world.memory())).toBe(0);

    await ask("x", "another seed");
    const third = await ask("x");

    expect(tool.spare).toBe(used);
    expect(third).toMatchObject({ kind: "answered" });
    expect({ ...third, milliseconds: 0 }).toEqual({ ...first, milliseconds: 0 });
  });

  test.each(["throw", "grow"])("is thrown away after it had to %s", async (input) => {
    const first = await ask("x");
    const used = tool.spare;
    await ask(input);
    expect(tool.spare).toBeUndefined();

    const next = await ask("x");

    expect(tool.spare).not.toBe(used);
    expect({ ...next, milliseconds: 0 }).toEqual({ ...first, milliseconds: 0 });
  });
});

test("the engine remembers nothing outside its memory but the place of its stack", () => {
  expect(mutableGlobals(readFileSync(PROGRAM))).toBe(1);
});

const GLOBAL_SECTION = 6;
const END = 0x0b;

/** Counts them in the section of globals: type, mutability and an expression that ends, each. */
function mutableGlobals(wasm: Uint8Array): number {
  for (let at = 8; at < wasm.length;) {
    const size = readNumber(wasm, at + 1);
    if (wasm[at] === GLOBAL_SECTION) return countMutable(wasm, size.next);
    at = size.next + size.value;
  }
  return 0;
}

function countMutable(wasm: Uint8Array, start: number): number {
  const { value: count, next } = readNumber(wasm, start);
  let [at, mutable] = [next, 0];
  for (let global = 0; global < count; global += 1) {
    mutable += wasm[at + 1] ?? 0;
    at = wasm.indexOf(END, at + 2) + 1;
  }
  return mutable;
}

/** LEB128, unsigned. */
function readNumber(wasm: Uint8Array, start: number): { value: number; next: number } {
  let [value, at, shift] = [0, start, 0];
  for (; ((wasm[at] ?? 0) & 0x80) !== 0; at += 1, shift += 7) {
    value += ((wasm[at] ?? 0) & 0x7f) << shift;
  }
  return { value: value + ((wasm[at] ?? 0) << shift), next: at + 1 };
}
