import type {
  Broker,
  SandboxSession,
  ToolCall,
  ToolProgram,
  ToolResult,
} from "../../ports/sandbox.ts";
import { openBroker } from "./broker.ts";
import { converse } from "./converse.ts";
import type { LaunchPlan } from "./launch-plan.ts";
import { type LineChannel, openChannel } from "./line-channel.ts";
import type { Allowance } from "./overuse.ts";
import { type CallLine, INPUT_BYTES, LOAD_BYTES, READY } from "./protocol.ts";

/** A fresh child until it is ready, on a machine that is busy; its heap, the engine and the tools. */
const STARTING: Allowance = {
  milliseconds: 5_000,
  patience: 10_000,
  bytes: 256 * 1024 * 1024,
};

/**
 * A child that runs the tools of one artifact, one call at a time in the order asked. A child that
 * dies or overstays is replaced at the next call; the call it was on has failed.
 */
export function openSession(
  plan: LaunchPlan,
  tools: Readonly<Record<string, ToolProgram>>,
  broker?: Broker,
): SandboxSession {
  const load = JSON.stringify({ tools });
  let channel: LineChannel | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  const connect = (): Promise<LineChannel | undefined> => {
    if (channel?.isReady() === true) return Promise.resolve(channel);
    channel?.kill();
    channel = openChannel(plan);
    return start(channel, load);
  };
  const callNow = async (call: ToolCall): Promise<ToolResult> => {
    const program = Object.hasOwn(tools, call.tool) ? tools[call.tool] : undefined;
    if (program === undefined) return refusal("threw", "no such tool");
    const grants = program.grants ?? {};
    const line = callLine(call, Object.keys(grants).length > 0);
    if (line === undefined) return refusal("threw", "input too large");
    const open = Buffer.byteLength(load) > LOAD_BYTES ? undefined : await connect();
    if (open === undefined) return refusal("crashed", "the child did not start");
    const brokered = openBroker(call.tool, grants, broker);
    return converse(open, line, { limits: program.limits, broker: brokered });
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

async function start(channel: LineChannel, load: string): Promise<LineChannel | undefined> {
  channel.allow(STARTING);
  channel.send(load);
  const heard = await channel.hear();
  channel.allow(undefined);
  return heard.kind === "line" && heard.line === READY ? channel : undefined;
}

/** `asks` says whether the guest is given a way to ask; what it may ask is not its to know. */
function callLine({ tool, input, parameters, seed }: ToolCall, asks: boolean): string | undefined {
  const line: CallLine = { tool, seed, payload: JSON.stringify({ input, parameters, asks }) };
  const text = JSON.stringify(line);
  return Buffer.byteLength(text) > INPUT_BYTES ? undefined : text;
}

function refusal(why: "threw" | "crashed", detail: string): ToolResult {
  return { kind: "failed", why, detail };
}
