import { compileFunction } from "node:vm";
import type { Json } from "../../src/core/kernel/json.ts";
import type { Sandbox, ToolProgram } from "../../src/ports/sandbox.ts";

type Run = (input: Json, context: unknown) => Json;

/**
 * A sandbox without walls, for tests that run thousands of the test's own tools and are about
 * something else than walls.
 */
export const swiftSandbox: Sandbox = {
  isolation: "wasm+process",
  open: async (tools) => {
    const runs = new Map(Object.entries(tools).map(([name, tool]) => [name, runOf(tool)]));
    return {
      call: async ({ tool, input, parameters }) => {
        const run = runs.get(tool);
        if (run === undefined) return { kind: "failed", why: "unloadable", detail: tool };
        return { kind: "answered", output: run(input, { parameters }), milliseconds: 1 };
      },
      close: async () => {},
    };
  },
};

function runOf({ source, files }: ToolProgram): Run {
  const body = `${source.replaceAll("export function", "function")}\nreturn run;`;
  const run: Run = compileFunction(body)();
  const data = Object.fromEntries(
    Object.entries(files).map(([path, text]) => [
      path.replace(/^.*\//, "").replace(/\.json$/, ""),
      JSON.parse(text),
    ]),
  );
  return (input, context) => run(input, { ...Object(context), data });
}
