import { z } from "zod";
import type { ReasonCode } from "../../core/gate/reason-code.ts";
import type { Instant } from "../../core/kernel/instant.ts";
import { type Result, accepted, refused } from "../../core/kernel/result.ts";
import type { Delivery } from "../../ports/store/inbox.ts";
import type { Heard } from "./payload.ts";
import { translate } from "./translate.ts";

/** What the headers say, before anything is believed. */
export type Envelope = {
  readonly guid: string;
  readonly event: string;
  readonly signature: string;
};

const headersSchema = z.object({
  guid: z.string().regex(/^[\w-]{1,64}$/),
  event: z.string().regex(/^[a-z_]{1,64}$/),
});

/** Headers that GitHub always sends. `target` is the app that a delivery is for, where it says so. */
export function readEnvelope(headers: Headers, appId: number): Result<Envelope, ReasonCode> {
  const signature = headers.get("x-hub-signature-256");
  if (signature === null || signature === "") return refused("webhook-unsigned");
  const read = headersSchema.safeParse({
    guid: headers.get("x-github-delivery"),
    event: headers.get("x-github-event"),
  });
  if (!read.success) return refused("webhook-incomplete");
  const target = headers.get("x-github-hook-installation-target-id");
  if (target !== null && target !== String(appId)) return refused("request-unauthorised");
  const type = headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") return refused("webhook-not-json");
  return accepted({ ...read.data, signature });
}

const payloadSchema = z.object({
  action: z.string().max(64).optional(),
  installation: z.object({ id: z.int().positive() }).optional(),
  repository: z.object({ id: z.int().positive() }).optional(),
});

type Reading = { readonly appId: number; readonly receivedAt: Instant };

/** A signed body as the inbox keeps it: whole, with the few facts it is found by. */
export function readDelivery(
  { guid, event }: Envelope,
  payload: string,
  { appId, receivedAt }: Reading,
): Result<Delivery, ReasonCode> {
  const told = parseJson(payload);
  const facts = payloadSchema.safeParse(told);
  if (!facts.success) return refused("webhook-not-json");
  const { action, installation, repository } = facts.data;
  return accepted({
    guid,
    event,
    ...(action === undefined ? {} : { action }),
    ...(installation === undefined ? {} : { installationId: installation.id }),
    ...(repository === undefined ? {} : { repositoryId: repository.id }),
    payload,
    receivedAt,
    ...(asksNothing(event, told, { guid, at: receivedAt, appId }) ? { asksNothing: true } : {}),
  });
}

/**
 * Two in three deliveries tell the app of its own doing. What cannot be understood asks for somebody
 * to look, and is worked on like everything else.
 */
function asksNothing(event: string, payload: unknown, heard: Heard): boolean {
  try {
    const translated = translate(event, payload, heard);
    return translated.ok && translated.value.length === 0;
  } catch {
    return false;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
