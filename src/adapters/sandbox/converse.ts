import { isJsonObject, type Json } from "../../core/kernel/json.ts";
import type { ToolLimits, ToolResult } from "../../ports/sandbox.ts";
import type { CallBroker } from "./broker.ts";
import type { Heard, LineChannel } from "./line-channel.ts";
import type { Allowance } from "./overuse.ts";
import { parseJson } from "./parse-json.ts";
import { LOAD_MS } from "./protocol.ts";
import { type ReplyLine, replyLine } from "./reply-line.ts";

/** Around the guest's own memory: the copy of its loaded machine, and what the host needs to run it. */
const HOST_BYTES = 96 * 1024 * 1024;

/** Wall time that a child has for nothing in particular: to start, to copy, to be heard. */
const IDLE_MS = 1_000;

/** How many times its work a call may take in wall time, on a machine that is busy. */
const CALL_PATIENCE = 10;
const LOAD_PATIENCE = 2;

export const MOST_NESTED = 32;

type Failed = Extract<ToolResult, { readonly kind: "failed" }>;

/** One call: its line out, what the tool asks meanwhile, and how it ended. */
export async function converse(
  channel: LineChannel,
  line: string,
  { limits, broker }: { readonly limits: ToolLimits; readonly broker: CallBroker },
): Promise<ToolResult> {
  channel.allow(allowanceOf(limits, LOAD_MS, LOAD_PATIENCE));
  channel.send(line);
  for (let hasBegun = false; ;) {
    const said = sayingOf(await channel.hear());
    if (said.kind === "begun" && !hasBegun) {
      hasBegun = true;
      channel.allow(allowanceOf(limits, limits.deadline_ms, CALL_PATIENCE));
    } else if (said.kind === "asked" && hasBegun) {
      channel.send(await broker(said.capability, said.request));
    } else {
      channel.allow(undefined);
      return endOf(channel, said);
    }
  }
}

function allowanceOf(limits: ToolLimits, milliseconds: number, patience: number): Allowance {
  return {
    milliseconds,
    patience: milliseconds * patience + IDLE_MS,
    bytes: limits.memory_mb * 2 * 1024 * 1024 + HOST_BYTES,
  };
}

/** What a child said, or what became of it instead. */
function sayingOf(heard: Heard): ReplyLine | Failed {
  if (heard.kind === "over") {
    // The engine starts no processes and does not shout: whoever does is out of it.
    const isOut = heard.what === "processes" || heard.what === "output";
    return failed(isOut ? "crashed" : heard.what, "killed");
  }
  if (heard.kind === "gone") return failed("crashed", "the child ended");
  const reply = replyLine.safeParse(parseJson(heard.line));
  return reply.success ? reply.data : failed("crashed", "the child broke the protocol");
}

/** A child that spoke out of turn is not asked again: the next call gets another one. */
function endOf(channel: LineChannel, said: ReplyLine | Failed): ToolResult {
  const end =
    said.kind === "begun" || said.kind === "asked"
      ? failed("crashed", "the child spoke out of turn")
      : said;
  if (end.kind === "failed") {
    if (end.why === "crashed") channel.kill();
    return end;
  }
  const output = parseJson(end.output);
  if (output === undefined || isNestedBeyond(output, MOST_NESTED)) {
    return failed("bad-output", "not JSON, or nested too deeply");
  }
  return { kind: "answered", output, milliseconds: end.milliseconds };
}

/** Deep nesting is how an answer overflows the stack of whoever walks it next. */
export function isNestedBeyond(value: Json, depth: number): boolean {
  const members = Array.isArray(value) ? value : isJsonObject(value) ? Object.values(value) : [];
  if (members.length > 0 && depth === 0) return true;
  return members.some((member: Json) => isNestedBeyond(member, depth - 1));
}

function failed(why: Failed["why"], detail: string): Failed {
  return { kind: "failed", why, detail };
}
