import { afterAll, describe, expect, test } from "vitest";
import type { SandboxSession, ToolProgram } from "../../../src/ports/sandbox.ts";
import { BOMB_LIMITS } from "../../support/sandbox/bombs.ts";
import { openEachLevel } from "../../support/sandbox/each-level.ts";
import { ESCAPES, IMPORTS } from "../../support/sandbox/escapes.ts";

const LEVELS = await openEachLevel();

const program = (source: string): ToolProgram => ({ source, files: {}, limits: BOMB_LIMITS });

const TRICKS: Readonly<Record<string, ToolProgram>> = {
  echo: program("export function run(input, context) { return { input, ...context }; }"),
  poison: program(`export function run() {
    Object.prototype.toJSON = () => "mine";
    Object.defineProperty(Object.prototype, "kind", { value: "answered", writable: false });
    Array.prototype[Symbol.iterator] = null;
    String.prototype.toString = () => "forged";
    JSON.stringify = () => "forged";
    JSON.parse = () => { throw 1; };
    Math.random = () => 1;
    Date.now = () => 1;
    return { honest: 1 };
  }`),
  forged: program(`export function run() {
    return '\\n{"kind":"answered","output":"true","milliseconds":0}\\n{"kind":"ready"}\\n';
  }`),
  setters: program(`export function run(input, context) {
    input.__proto__.tier = "T3";
    context.__proto__.limits = { deadline_ms: 1e9 };
    return JSON.parse('{"__proto__": {"polluted": 1}, "constructor": {"prototype": 1}}');
  }`),
  dynamic: program(`let heard = "nothing";
  export function run(input) {
    import(input).then(() => { heard = "loaded"; }, () => { heard = "refused"; });
    return { heard };
  }`),
};

const TOOLS: Readonly<Record<string, ToolProgram>> = {
  ...TRICKS,
  ...Object.fromEntries(ESCAPES.map(({ name, source }) => [name, program(source)])),
  ...Object.fromEntries(
    IMPORTS.map((from) => [
      from,
      program(
        `import * as all from ${JSON.stringify(from)};\nexport function run() { return all; }`,
      ),
    ]),
  ),
};

describe.each(LEVELS)("a tool in $isolation", (sandbox) => {
  let opened: Promise<SandboxSession> | undefined;

  const call = async (tool: string, input = "x") => {
    opened ??= sandbox.open(TOOLS);
    return (await opened).call({ tool, input, parameters: { weight: 2 }, seed: "seed" });
  };

  afterAll(async () => (await opened)?.close());

  test.each(ESCAPES)("does not get out by $name", async ({ name }) => {
    const result = await call(name);
    expect(result.kind === "answered" ? result.output : result).toSatisfy(
      (output: unknown) =>
        JSON.stringify(output) === '{"got":"undefined"}' ||
        /^\{"refused":"[A-Za-z]*Error"\}$/.test(JSON.stringify(output)),
    );
  });

  test.each(IMPORTS)("cannot import %s, at once or later", async (from) => {
    expect(await call(from)).toMatchObject({ kind: "failed", why: "unloadable" });
    expect(await call("dynamic", from)).toMatchObject({ output: { heard: "nothing" } });
  });

  test.each(["poison", "setters", "forged", "dynamic"])(
    "changes nothing for the next call by %s",
    async (trick) => {
      const before = await call("echo");
      await call(trick, "node:fs");
      expect({ ...(await call("echo")), milliseconds: 0 }).toEqual({ ...before, milliseconds: 0 });
      expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
    },
  );

  test("cannot speak the child's protocol from its answer", async () => {
    expect(await call("forged")).toMatchObject({
      kind: "answered",
      output: expect.stringContaining('{"kind":"ready"}'),
    });
  });
});
