import { type Context, Hono } from "hono";
import type { ReasonCode } from "../../core/gate/reason-code.ts";
import { receiveDelivery } from "../../flows/receive-delivery.ts";
import type { Ports } from "../../ports/ports.ts";
import { checkRequest, type WebhookKeys } from "./check-request.ts";
import { readBody } from "./read-body.ts";

export const WEBHOOK_PATH = "/api/github/webhooks";

type Status = 202 | 400 | 401 | 404 | 413;

/** Refusals and their status; GitHub shows both to the app's owner beside the delivery. */
const STATUS: Partial<Record<ReasonCode, Status>> = {
  "webhook-unsigned": 401,
  "webhook-signature-wrong": 401,
  "webhook-too-large": 413,
  "webhook-not-json": 400,
  "webhook-incomplete": 400,
  "installation-unknown": 404,
};

export type Ingesting = {
  readonly ports: Pick<Ports, "store" | "clock" | "log">;
  readonly keys: WebhookKeys;
  /** Tells the worker that there is something in the inbox. */
  readonly onStored: () => void;
};

/**
 * Takes webhooks: read with a cap, verified over the raw bytes, stored, answered; all work comes
 * after. A hostile request costs one refusal and at most one line of log.
 */
export function webhookRoutes(ingesting: Ingesting): Hono {
  const { ports, keys, onStored } = ingesting;
  return new Hono().post(WEBHOOK_PATH, async (c) => {
    const body = await readBody(c.req.raw);
    if (!body.ok) return refuse(c, ports, body.refusal);
    const checked = await checkRequest(c.req.raw.headers, body.value, {
      keys,
      now: ports.clock.now(),
    });
    if (!checked.ok) return refuse(c, ports, checked.refusal);
    const received = await receiveDelivery(ports, checked.value);
    if (received === "installation-unknown") return refuse(c, ports, received);
    if (received === "replayed") return c.json({ reason_code: "delivery-replayed" }, 202);
    onStored();
    return c.json({ reason_code: "passed" }, 202);
  });
}

function refuse(c: Context, ports: Ingesting["ports"], reason: ReasonCode): Response {
  ports.log.warn("webhook refused", { reason_code: reason });
  return c.json({ reason_code: reason }, STATUS[reason] ?? 400);
}
