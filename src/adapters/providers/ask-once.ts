import type { ModelName, ModelQuestion } from "../../core/ir/model-question.ts";
import { accepted, refused, type Result } from "../../core/kernel/result.ts";
import type { ModelUsage } from "../../ports/models.ts";
import type { ProviderAccess } from "./access.ts";
import { boundedFetch, REPLY_BYTES } from "./bounded-fetch.ts";
import { type ChatCall, chatModelOf, optionsOf } from "./chat-model.ts";
import { type Failure, failureOf } from "./failure.ts";
import { type Reply, readReply } from "./read-reply.ts";
import { holdsKey } from "./redact-keys.ts";
import { isSameModel } from "./same-model.ts";

export type Try = {
  readonly model: ModelName;
  readonly messages: ModelQuestion["messages"];
  readonly settings: Partial<ChatCall>;
  readonly seed: number;
  readonly access: ProviderAccess;
  /** What is left until the deadline. */
  readonly milliseconds: number;
  readonly onText: (piece: string) => void;
  /** Aborts when nobody wants the answer any more. */
  readonly unwanted: AbortSignal;
};

export type Told = {
  readonly text: string;
  readonly finish: "stop" | "length";
  readonly answeredBy: string;
  /** What the provider counted; nothing where it did not. */
  readonly usage?: ModelUsage;
};

/** JSON can carry it, and nothing that is digested can. */
const HALF_CHARACTER = /[\ud800-\udfff]/u;

/** Puts one question once and takes the answer only if it is whole and from the model asked. */
export async function askOnce(one: Try): Promise<Result<Told, Failure>> {
  const late = AbortSignal.timeout(Math.max(1, Math.ceil(one.milliseconds)));
  const signal = AbortSignal.any([late, one.unwanted]);
  const keys = one.access.apiKey === undefined ? [] : [one.access.apiKey];
  try {
    const model = chatModelOf(one.model, one.access, boundedFetch(REPLY_BYTES));
    const { stream } = await model.doStream(callOf(one, signal));
    return judge(one.model, await readReply(stream, one.onText), keys);
  } catch (fault) {
    return refused(failureOf(fault, { keys, hasTimedOut: signal.aborted }));
  }
}

function callOf({ model, messages, settings, seed }: Try, abortSignal: AbortSignal): ChatCall {
  return {
    ...settings,
    ...optionsOf(model, seed),
    abortSignal,
    includeRawChunks: true,
    prompt: messages.map(({ role, text }) =>
      role === "system"
        ? { role, content: text }
        : { role, content: [{ type: "text" as const, text }] },
    ),
  };
}

function judge(asked: ModelName, reply: Reply, keys: readonly string[]): Result<Told, Failure> {
  const { text, finish } = reply;
  const usage = usageOf(reply);
  if (holdsKey(text, keys)) return broken("model-reply-broken", "the reply holds our key");
  const [answeredBy, another] = reply.models;
  if (answeredBy === undefined) return broken("model-swapped", "the reply names no model");
  const stranger = [...reply.models].find((name) => !isSameModel(asked.id, name));
  if (stranger !== undefined) {
    return broken("model-swapped", `asked ${asked.id}, answered ${stranger.slice(0, 200)}`);
  }
  if (reply.hasDeclined) return broken("model-declined", "the model refused to answer");
  if (finish === undefined) return broken("model-reply-broken", "the reply broke off");
  if (HALF_CHARACTER.test(text)) return broken("model-reply-broken", "text that is no Unicode");
  return accepted({
    text,
    finish,
    // Of two names for one model the dated one says more.
    answeredBy: another ?? answeredBy,
    ...(usage === undefined ? {} : { usage }),
  });
}

function usageOf({ inputTokens, outputTokens }: Reply): ModelUsage | undefined {
  return inputTokens === undefined || outputTokens === undefined
    ? undefined
    : { inputTokens, outputTokens };
}

function broken(reason: Failure["reason"], detail: string): Result<Told, Failure> {
  return refused({ reason, detail, isPassing: false, mayCost: true });
}
