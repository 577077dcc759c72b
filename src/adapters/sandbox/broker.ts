import type { Json } from "../../core/kernel/json.ts";
import type { Broker, BrokerReply, Grants } from "../../ports/sandbox.ts";
import { parseJson } from "./parse-json.ts";
import { ASK_BYTES } from "./protocol.ts";

/** How long whoever brokers a capability may take for one reply, in milliseconds of wall time. */
const REPLY_MS = 1_000;

/** Answers what a tool asks during one call, as JSON text. */
export type CallBroker = (capability: string, request: string) => Promise<string>;

/**
 * Stands between a tool and the world. Grant and quota are counted here, in the parent: a child that
 * broke out of its engine gets no more than one that did not.
 */
export function openBroker(tool: string, grants: Grants, broker: Broker | undefined): CallBroker {
  const asked = new Map<string, number>();
  return async (capability, request) => {
    const most = Object.hasOwn(grants, capability) ? (grants[capability] ?? 0) : 0;
    if (most === 0 || broker === undefined) return refusal("not granted");
    const count = (asked.get(capability) ?? 0) + 1;
    asked.set(capability, count);
    if (count > most) return refusal("quota spent");
    const question = parseJson(request);
    if (question === undefined) return refusal("not JSON");
    return textOf(await replyOf(() => broker({ tool, capability, request: question })));
  };
}

/** A broker that throws or dawdles refuses: a guest must not be able to take its parent down. */
async function replyOf(ask: () => Promise<BrokerReply>): Promise<BrokerReply> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<BrokerReply>((resolve) => {
    timer = setTimeout(() => resolve({ kind: "refused", why: "no reply in time" }), REPLY_MS);
  });
  try {
    return await Promise.race([ask(), late]);
  } catch {
    return { kind: "refused", why: "no reply" };
  } finally {
    clearTimeout(timer);
  }
}

function textOf(reply: BrokerReply): string {
  const text = JSON.stringify(reply);
  return Buffer.byteLength(text) > ASK_BYTES ? refusal("reply too large") : text;
}

function refusal(why: string): string {
  const reply: BrokerReply = { kind: "refused", why };
  return JSON.stringify(reply satisfies Json);
}
