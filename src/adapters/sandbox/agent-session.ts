import { z } from "zod";
import type { Json } from "../../core/kernel/json.ts";
import type {
  AgentAnswer,
  AgentFailure,
  AgentLimits,
  AgentQuestion,
  AgentSession,
} from "../../ports/sandbox.ts";
import { isNestedBeyond, MOST_NESTED } from "./converse.ts";
import type { LaunchPlan } from "./launch-plan.ts";
import { type LineChannel, openChannel } from "./line-channel.ts";
import type { Allowance } from "./overuse.ts";
import { parseJson } from "./parse-json.ts";
import { INPUT_BYTES, OUTPUT_BYTES } from "./protocol.ts";

/** How many times its work an answer may take in wall time, on a machine that is busy. */
const PATIENCE = 3;
const IDLE_MS = 1_000;

/** A number that it was asked under may stand beside the answer, and is then the right one. */
const answerLine = z.strictObject({ output: z.json(), id: z.number().optional() });

type Open = { channel: LineChannel | undefined; asked: number; spentMs: number };

/**
 * One program that answers a line with a line, one question at a time. It is started when it is
 * first asked, and anew after every failure, so that nothing of a bad answer reaches the next one.
 */
export function openAgentSession(plan: LaunchPlan, limits: AgentLimits): AgentSession {
  const open: Open = { channel: undefined, asked: 0, spentMs: 0 };
  let turn: Promise<unknown> = Promise.resolve();
  return {
    ask: (question) => {
      const answer = turn.then(() => askNow(open, { plan, limits, question }));
      turn = answer;
      return answer;
    },
    close: async () => {
      open.channel?.kill();
      await turn;
      open.channel?.kill();
    },
  };
}

type Asking = {
  readonly plan: LaunchPlan;
  readonly limits: AgentLimits;
  readonly question: AgentQuestion;
};

async function askNow(open: Open, { plan, limits, question }: Asking): Promise<AgentAnswer> {
  if (open.spentMs >= limits.totalMs) return { kind: "over-time" };
  const id = (open.asked += 1);
  const line = JSON.stringify({ id, input: question.input, seed: question.seed });
  if (Buffer.byteLength(line) > INPUT_BYTES) return failed("bad-input");
  if (open.channel?.isSilent() === false) return endSession(open, failed("out-of-turn"));
  const isFresh = open.channel?.isReady() !== true;
  const channel = isFresh ? openChannel(plan) : open.channel;
  if (channel === undefined) return { kind: "crashed" };
  open.channel = channel;
  const begun = performance.now();
  const milliseconds = limits.deadlineMs + (isFresh ? limits.startMs : 0);
  channel.allow(allowanceOf(limits, milliseconds));
  channel.send(line);
  const answer = await hearAnswer(channel, id);
  const taken = performance.now() - begun;
  open.spentMs += taken;
  if (answer.kind !== "answered") return endSession(open, answer);
  channel.allow(allowanceOf(limits, Number.POSITIVE_INFINITY));
  return { ...answer, milliseconds: Math.round(taken * 1000) / 1000 };
}

/** While it waits for the next question it is watched as well: it has no business then. */
function allowanceOf({ memoryMb, processes }: AgentLimits, milliseconds: number): Allowance {
  return {
    milliseconds,
    patience: milliseconds * PATIENCE + IDLE_MS,
    bytes: memoryMb * 1024 * 1024,
    // The wrapping is two of them.
    processes: processes + 2,
  };
}

async function hearAnswer(channel: LineChannel, id: number): Promise<AgentAnswer> {
  const heard = await channel.hear();
  if (heard.kind === "over") return failed(heard.what === "output" ? "bad-output" : heard.what);
  if (heard.kind === "gone") return channel.hasStarted() ? failed("exited") : { kind: "crashed" };
  return channel.isSilent() ? answerIn(heard.line, id) : failed("out-of-turn");
}

function answerIn(line: string, id: number): AgentAnswer {
  if (Buffer.byteLength(line) > OUTPUT_BYTES) return failed("bad-output");
  const said = answerLine.safeParse(parseJson(line));
  if (!said.success) return failed("bad-output");
  const output: Json = said.data.output;
  if (isNestedBeyond(output, MOST_NESTED)) return failed("bad-output");
  if (said.data.id !== undefined && said.data.id !== id) return failed("out-of-turn");
  return { kind: "answered", output, milliseconds: 0 };
}

function endSession(open: Open, answer: AgentAnswer): AgentAnswer {
  open.channel?.kill();
  open.channel = undefined;
  return answer;
}

function failed(why: AgentFailure): AgentAnswer {
  return { kind: "failed", why };
}
