import { isJsonObject, type Json } from "../../core/kernel/json.ts";
import type { SandboxSession, ToolCall, ToolProgram, ToolResult } from "../../ports/sandbox.ts";
import type { LaunchPlan } from "./launch-plan.ts";
import { type Heard, type LineChannel, openChannel } from "./line-channel.ts";
import { type CallLine, INPUT_BYTES, LOAD_BYTES, LOAD_MS, READY } from "./protocol.ts";
import { replyLine } from "./reply-line.ts";

/** Beyond its own deadline a call may take this long before its child is killed: start-up, copies. */
const GRACE_MS = 1_000;

/** What a fresh child may take until it is ready, on a machine that is busy. */
const START_MS = 10_000;

const MOST_NESTED = 32;

type Failed = Extract<ToolResult, { readonly kind: "failed" }>;

/**
 * A child that runs the tools of one artifact, one call at a time in the order asked. A child that
 * dies or overstays is replaced at the next call; the call it was on has failed.
 */
export function openSession(
  plan: LaunchPlan,
  tools: Readonly<Record<string, ToolProgram>>,
): SandboxSession {
  const load = JSON.stringify({ tools });
  let channel: LineChannel | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  const connect = async (): Promise<LineChannel | undefined> => {
    if (channel?.isOpen()) return channel;
    const opened = openChannel(plan);
    channel = opened;
    const heard = await opened.ask(load, START_MS);
    return heard.kind === "line" && heard.line === READY ? opened : undefined;
  };
  const callNow = async (call: ToolCall): Promise<ToolResult> => {
    const program = Object.hasOwn(tools, call.tool) ? tools[call.tool] : undefined;
    if (program === undefined) return failed("threw", "no such tool");
    const line = callLine(call);
    if (line === undefined) return failed("threw", "input too large");
    const open = Buffer.byteLength(load) > LOAD_BYTES ? undefined : await connect();
    if (open === undefined) return failed("crashed", "the child did not start");
    const patience = program.limits.deadline_ms * 1.1 + LOAD_MS + GRACE_MS;
    return resultOf(await open.ask(line, patience));
  };
  return {
    call: (call) => {
      const result = turn.then(() => callNow(call));
      turn = result;
      return result;
    },
    close: async () => {
      channel?.kill();
      await turn;
    },
  };
}

function callLine({ tool, input, parameters, seed }: ToolCall): string | undefined {
  const line: CallLine = { tool, seed, payload: JSON.stringify({ input, parameters }) };
  const text = JSON.stringify(line);
  return Buffer.byteLength(text) > INPUT_BYTES ? undefined : text;
}

function resultOf(heard: Heard): ToolResult {
  if (heard.kind === "silent") return failed("deadline", "killed");
  if (heard.kind === "gone") return failed("crashed", "the child ended");
  const reply = replyLine.safeParse(parseJson(heard.line));
  if (!reply.success) return failed("crashed", "the child broke the protocol");
  if (reply.data.kind === "failed") return reply.data;
  const output = parseJson(reply.data.output);
  if (output === undefined || isNestedBeyond(output, MOST_NESTED)) {
    return failed("bad-output", "not JSON, or nested too deeply");
  }
  return { kind: "answered", output, milliseconds: reply.data.milliseconds };
}

function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Deep nesting is how an answer overflows the stack of whoever walks it next. */
function isNestedBeyond(value: Json, depth: number): boolean {
  const members = Array.isArray(value) ? value : isJsonObject(value) ? Object.values(value) : [];
  if (members.length > 0 && depth === 0) return true;
  return members.some((member: Json) => isNestedBeyond(member, depth - 1));
}

function failed(why: Failed["why"], detail: string): Failed {
  return { kind: "failed", why, detail };
}
