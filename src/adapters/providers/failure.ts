import { APICallError } from "ai";
import { z } from "zod";
import type { ModelRefusal } from "../../ports/models.ts";
import { OversizedReply } from "./bounded-fetch.ts";
import { IgnoredParameter } from "./read-reply.ts";
import { redactKeys } from "./redact-keys.ts";
import { retryAfterOf } from "./retry-after.ts";

/** One try that came to nothing. */
export type Failure = ModelRefusal & {
  /** The server may answer the same question later. */
  readonly isPassing: boolean;
  /** What the server asks to wait, in milliseconds. */
  readonly retryAfter?: number;
  /** A model may have worked on it before it failed, and then it costs. */
  readonly mayCost: boolean;
};

type Circumstances = { readonly keys: readonly string[]; readonly hasTimedOut: boolean };

/** Says what a fault of the SDK means for whoever asked. */
export function failureOf(fault: unknown, { keys, hasTimedOut }: Circumstances): Failure {
  if (hasTimedOut) return failed("model-timed-out", "no whole answer before the deadline");
  if (isOversized(fault))
    return failed("model-reply-oversized", "more bytes than a reply may have");
  if (fault instanceof IgnoredParameter) {
    return failed("model-request-refused", `the model takes no ${fault.message.slice(0, 60)}`);
  }
  if (!APICallError.isInstance(fault))
    return failed("model-reply-broken", "not what the API promises");
  const { statusCode: status, responseHeaders, data, responseBody } = fault;
  if (status === undefined) return failed("model-unavailable", "no connection");
  if (status < 400) return failed("model-reply-broken", "not what the API promises");
  const retryAfter = retryAfterOf(responseHeaders, Date.now());
  return {
    reason: reasonOf(status),
    detail: redactKeys(`${status} ${codeOf(data ?? responseBody)}`.trim(), keys),
    isPassing: status === 429 || status >= 500,
    mayCost: false,
    ...(retryAfter === undefined ? {} : { retryAfter }),
  };
}

function failed(reason: ModelRefusal["reason"], detail: string): Failure {
  return { reason, detail, isPassing: false, mayCost: true };
}

function reasonOf(status: number): ModelRefusal["reason"] {
  if (status === 429 || status >= 500) return "model-unavailable";
  if (status === 408) return "model-timed-out";
  return [401, 402, 403].includes(status) ? "model-access-refused" : "model-request-refused";
}

/** The SDK wraps what the connection throws, sometimes twice. */
function isOversized(fault: unknown): boolean {
  let at = fault;
  for (let depth = 0; depth < 5 && at instanceof Error; depth += 1) {
    if (at instanceof OversizedReply) return true;
    at = at.cause;
  }
  return false;
}

const slug = z.string().regex(/^[a-z][a-z0-9_.-]{0,59}$/i);
const errorBody = z.object({
  error: z.object({
    type: slug.optional().catch(undefined),
    code: slug.optional().catch(undefined),
  }),
});

/**
 * The provider's word for what is wrong, such as `rate_limit_exceeded`. Its sentence is left out: it
 * repeats parts of the question, and of the key.
 */
function codeOf(body: unknown): string {
  const read = errorBody.safeParse(body);
  return read.success ? (read.data.error.code ?? read.data.error.type ?? "") : "";
}
