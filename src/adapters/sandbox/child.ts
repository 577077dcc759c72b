import { writeSync } from "node:fs";
import type { ToolProgram } from "../../ports/sandbox.ts";
import { type Engine, openEngine } from "./engine.ts";
import { callTool, type LoadedTool, loadTool } from "./guest-tool.ts";
import { openLineReader } from "./line-reader.ts";
import { ASK_BYTES, BEGUN, type CallLine, type LoadLine, READY } from "./protocol.ts";
import type { EndLine, ReplyLine } from "./reply-line.ts";
import { sweep } from "./sweep.ts";

const STDOUT = 1;

const LONG_MS = 1_000_000_000;

/** Resident bytes above those after the last sweep that make another worth its milliseconds. */
const LITTER_BYTES = 8 * 1024 * 1024;

type Bench = {
  readonly engine: Engine;
  readonly loaded: Map<string, Promise<LoadedTool>>;
  readonly tools: Readonly<Record<string, ToolProgram>>;
  readonly read: () => string | undefined;
};

/**
 * The process in which tools run: empty environment, small heap, a line in and a line out. It holds
 * no secret, so that what breaks out of the engine finds nothing.
 */
async function serve(): Promise<void> {
  // With nothing to wait for, Node would wait for the engine's optimising compiler at every step.
  const reason = setInterval(() => undefined, LONG_MS);
  const [library = "", program = ""] = process.argv.slice(2);
  const engine = await openEngine(library, program);
  const read = openLineReader();
  const first = read();
  if (first === undefined) return clearInterval(reason);
  const load: LoadLine = JSON.parse(first);
  const bench: Bench = { engine, loaded: new Map(), tools: load.tools, read };
  write(READY);
  let clean = process.memoryUsage.rss();
  for (let line = read(); line !== undefined; line = read()) {
    const call: CallLine = JSON.parse(line);
    write(JSON.stringify(await answer(bench, call)));
    if (process.memoryUsage.rss() > clean + LITTER_BYTES) clean = await sweep();
  }
  clearInterval(reason);
}

async function answer(bench: Bench, call: CallLine): Promise<EndLine> {
  const program = Object.hasOwn(bench.tools, call.tool) ? bench.tools[call.tool] : undefined;
  if (program === undefined) return { kind: "failed", why: "threw", detail: "no such tool" };
  const loading = bench.loaded.get(call.tool) ?? loadTool(bench.engine, program);
  bench.loaded.set(call.tool, loading);
  const tool = await loading;
  if (tool.kind === "failed") return tool;
  const begin = (): void => write(BEGUN);
  const ask = (capability: string, request: string): string => {
    if (Buffer.byteLength(request) > ASK_BYTES) return '{"kind":"refused","why":"too large"}';
    const line: ReplyLine = { kind: "asked", capability, request };
    write(JSON.stringify(line));
    return bench.read() ?? process.exit(0);
  };
  return callTool(bench.engine, tool, { ...call, limits: program.limits, begin, ask });
}

function write(line: string): void {
  const bytes = Buffer.from(`${line}\n`);
  for (let at = 0; at < bytes.length;) at += writeSync(STDOUT, bytes, at);
}

await serve();
