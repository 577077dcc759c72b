import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { openSandbox } from "../../../src/adapters/sandbox/sandbox.ts";
import type { Asking, Broker, Sandbox, ToolProgram } from "../../../src/ports/sandbox.ts";

/** Asks as often as its input says, and answers with what it heard the last time. */
const ASKER: ToolProgram = {
  source: `export function run({ times, capability, request }, { call }) {
    let heard = "nothing";
    for (let at = 0; at < times; at += 1) {
      try { heard = call(capability, request === "long" ? "x".repeat(20000) : request); }
      catch (error) { heard = error.message; }
    }
    return { heard };
  }`,
  files: {},
  limits: { memory_mb: 16, deadline_ms: 300 },
  grants: { desk: 3 },
};

let sandbox: Sandbox;
const asked: Asking[] = [];

beforeAll(async () => {
  sandbox = await openSandbox({ bubblewrap: "off" });
});

afterEach(() => {
  asked.length = 0;
});

const echoing: Broker = (asking) => {
  asked.push(asking);
  return Promise.resolve({ kind: "replied", reply: { to: asking.request } });
};

type Question = {
  readonly times?: number;
  readonly capability?: string;
  readonly request?: string;
};

async function heard(question: Question, broker: Broker | undefined = echoing): Promise<unknown> {
  const session = await sandbox.open({ asker: ASKER }, broker);
  const input = { times: 1, capability: "desk", request: "hello", ...question };
  const result = await session.call({ tool: "asker", input, parameters: {}, seed: "s" });
  await session.close();
  return result.kind === "answered" ? result.output : result;
}

describe("a tool that was granted a capability", () => {
  test("is answered by its parent, in the middle of its code", async () => {
    expect(await heard({})).toEqual({ heard: { to: "hello" } });
    expect(asked).toEqual([{ tool: "asker", capability: "desk", request: "hello" }]);
  });

  test("may ask as often as its quota says within one call, and anew in the next", async () => {
    expect(await heard({ times: 3 })).toEqual({ heard: { to: "hello" } });
    expect(await heard({ times: 4 })).toEqual({ heard: "desk refused: quota spent" });
    expect(asked).toHaveLength(6);
  });

  test.each<[string, Question, string]>([
    ["asks for another one", { capability: "safe" }, "safe refused: not granted"],
    [
      "asks for what every object has",
      { capability: "__proto__" },
      "__proto__ refused: not granted",
    ],
    ["asks at great length", { request: "long" }, "desk refused: too large"],
  ])("is refused when it %s, and nobody outside hears of it", async (_what, question, said) => {
    expect(await heard(question)).toEqual({ heard: said });
    expect(asked).toEqual([]);
  });

  test("is refused when whoever should answer breaks, or answers at great length", async () => {
    const breaking: Broker = () => Promise.reject(new Error("a secret of the host's"));
    expect(await heard({}, breaking)).toEqual({ heard: "desk refused: no reply" });
    const talking: Broker = () => Promise.resolve({ kind: "replied", reply: "x".repeat(20_000) });
    expect(await heard({}, talking)).toEqual({ heard: "desk refused: reply too large" });
  });

  test("is refused when nobody brokers, and the deadline counts only its own work", async () => {
    const session = await sandbox.open({ asker: ASKER });
    const input = { times: 1, capability: "desk", request: "hello" };
    const alone = await session.call({ tool: "asker", input, parameters: {}, seed: "s" });
    await session.close();
    expect(alone).toMatchObject({ output: { heard: "desk refused: not granted" } });
    const slow: Broker = () =>
      new Promise((resolve) => {
        setTimeout(() => resolve({ kind: "replied", reply: "at last" }), 400);
      });
    expect(await heard({}, slow)).toEqual({ heard: "at last" });
  });
});

test("a tool that was granted nothing has no way to ask", async () => {
  const { grants: _none, ...bare } = ASKER;
  const source = "export function run(input, context) { return Object.keys(context).sort(); }";
  const session = await sandbox.open({ bare: { ...bare, source } }, echoing);
  const result = await session.call({ tool: "bare", input: 1, parameters: {}, seed: "s" });
  await session.close();
  expect(result).toMatchObject({ output: ["data", "parameters"] });
});
