import { createInterface } from "node:readline";
import type { ToolProgram } from "../../ports/sandbox.ts";
import { compileEngine, type EngineModule } from "./engine.ts";
import { callTool, type LoadedTool, loadTool } from "./guest-tool.ts";
import { type CallLine, type LoadLine, READY } from "./protocol.ts";
import type { ReplyLine } from "./reply-line.ts";

/**
 * The process in which tools run: empty environment, small heap, a line in and a line out. It holds
 * no secret, so that what breaks out of the engine finds nothing.
 */
async function serve(): Promise<void> {
  const module = await compileEngine();
  const loaded = new Map<string, Promise<LoadedTool>>();
  let tools: Readonly<Record<string, ToolProgram>> | undefined;
  for await (const line of createInterface({ input: process.stdin })) {
    if (tools === undefined) {
      const load: LoadLine = JSON.parse(line);
      tools = load.tools;
      write(READY);
      continue;
    }
    const call: CallLine = JSON.parse(line);
    write(JSON.stringify(await answer({ module, loaded, tools }, call)));
  }
}

type Bench = {
  readonly module: EngineModule;
  readonly loaded: Map<string, Promise<LoadedTool>>;
  readonly tools: Readonly<Record<string, ToolProgram>>;
};

async function answer(bench: Bench, call: CallLine): Promise<ReplyLine> {
  const program = Object.hasOwn(bench.tools, call.tool) ? bench.tools[call.tool] : undefined;
  if (program === undefined) return { kind: "failed", why: "threw", detail: "no such tool" };
  const loading = bench.loaded.get(call.tool) ?? loadTool(bench.module, program);
  bench.loaded.set(call.tool, loading);
  const tool = await loading;
  if (tool.kind === "failed") return tool;
  return callTool(bench.module, tool, { ...call, limits: program.limits });
}

function write(line: string): void {
  process.stdout.write(`${line}\n`);
}

await serve();
