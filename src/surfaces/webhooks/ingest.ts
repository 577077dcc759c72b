import { verifyWithFallback } from "@octokit/webhooks-methods";
import { type Context, Hono } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { ReasonCode } from "../../core/gate/reason-code.ts";
import { type Result, accepted, refused } from "../../core/kernel/result.ts";
import type { Received } from "../../flows/intake/receive-deliveries.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import type { Delivery } from "../../ports/store/inbox.ts";
import { answerTogether } from "../answer-together.ts";
import { readBody } from "./read-body.ts";
import { readDelivery, readEnvelope } from "./read-delivery.ts";

export const WEBHOOK_PATH = "/api/github/webhooks";

export type IngestOptions = {
  readonly appId: number;
  /** The current secret, then the previous one while it is rotated. */
  readonly secrets: readonly [string, ...string[]];
  readonly clock: Clock;
  readonly log: Log;
  /** Stores what came together; each has an answer of its own, in their order. */
  receive(deliveries: readonly Delivery[]): Promise<readonly PromiseSettledResult<Received>[]>;
};

/** A delivery may hold some megabytes, and all of one transaction are in memory. */
const MOST_TOGETHER = 50;

const STATUS: Partial<Record<ReasonCode, ContentfulStatusCode>> = {
  passed: 202,
  "delivery-replayed": 202,
  "webhook-incomplete": 400,
  "webhook-not-json": 400,
  "webhook-unsigned": 401,
  "webhook-signature-wrong": 401,
  "request-unauthorised": 403,
  "installation-unknown": 404,
  "webhook-too-large": 413,
};

/**
 * Where GitHub delivers. What is not proved to come from GitHub is refused before it is parsed;
 * what is accepted is stored before it is answered, and worked on later.
 */
export function webhookRoutes(options: IngestOptions): Hono {
  const receive = answerTogether({
    keyOf: () => "inbox",
    answer: (deliveries: readonly Delivery[]) => options.receive(deliveries),
    most: MOST_TOGETHER,
  });
  return new Hono().post(WEBHOOK_PATH, async (c) => {
    try {
      const reason = await ingest(c, options, receive);
      return answer(c, options.log, reason);
    } catch (fault) {
      const detail = fault instanceof Error ? fault.message : String(fault);
      options.log.error("a webhook could not be stored", { detail });
      return c.json({ reason_code: "dependency-failed" satisfies ReasonCode }, 503);
    }
  });
}

async function ingest(
  c: Context,
  options: IngestOptions,
  receive: (delivery: Delivery) => Promise<PromiseSettledResult<Received>>,
): Promise<ReasonCode> {
  const envelope = readEnvelope(c.req.raw.headers, options.appId);
  if (!envelope.ok) return envelope.refusal;
  const body = await readBody(c.req.raw);
  if (!body.ok) return body.refusal;
  const signed = await verify(body.value, envelope.value.signature, options.secrets);
  if (!signed.ok) return signed.refusal;
  const receivedAt = options.clock.now();
  const delivery = readDelivery(envelope.value, body.value, { appId: options.appId, receivedAt });
  if (!delivery.ok) return delivery.refusal;
  const received = await receive(delivery.value);
  if (received.status === "rejected") throw received.reason;
  return received.value;
}

async function verify(
  body: string,
  signature: string,
  [current, ...previous]: IngestOptions["secrets"],
): Promise<Result<true, ReasonCode>> {
  if (body === "") return refused("webhook-not-json");
  const holds = await verifyWithFallback(current, body, signature, previous);
  return holds ? accepted(true) : refused("webhook-signature-wrong");
}

/** One line for a refusal and never more: floods of forged requests must not fill the disk. */
function answer(c: Context, log: Log, reason: ReasonCode): Response {
  const status = STATUS[reason] ?? 500;
  if (status !== 202) log.warn("webhook refused", { reason_code: reason, status });
  return c.json({ reason_code: reason }, status);
}
