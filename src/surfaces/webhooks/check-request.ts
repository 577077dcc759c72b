import { verifyWithFallback } from "@octokit/webhooks-methods";
import { z } from "zod";
import type { ReasonCode } from "../../core/gate/reason-code.ts";
import type { Instant } from "../../core/kernel/instant.ts";
import { accepted, refused, type Result } from "../../core/kernel/result.ts";
import type { Delivery } from "../../ports/store/inbox.ts";

export type WebhookKeys = {
  readonly appId: number;
  /** The secret in force, then earlier ones that are being rotated out. */
  readonly secrets: readonly [string, ...string[]];
};

const headersSchema = z.object({
  guid: z.string().regex(/^[A-Za-z0-9-]{8,64}$/),
  event: z.string().regex(/^[a-z_]{1,64}$/),
  target: z.string().optional(),
});

const payloadSchema = z.looseObject({
  action: z.string().max(64).optional(),
  installation: z.looseObject({ id: z.number().int().positive() }).optional(),
  repository: z.looseObject({ id: z.number().int().positive() }).optional(),
});

/**
 * Whether a request is GitHub's, and what it delivers. The signature is checked over the raw bytes
 * before anything of them is parsed.
 */
export async function checkRequest(
  headers: Headers,
  body: Uint8Array,
  { keys, now }: { readonly keys: WebhookKeys; readonly now: Instant },
): Promise<Result<Delivery, ReasonCode>> {
  const signature = headers.get("x-hub-signature-256");
  if (signature === null) return refused("webhook-unsigned");
  const text = decode(body);
  if (text === undefined) return refused("webhook-not-json");
  const [secret, ...earlier] = keys.secrets;
  const isSigned = await verifyWithFallback(secret, text, signature, earlier).catch(() => false);
  if (!isSigned) return refused("webhook-signature-wrong");
  const named = headersSchema.safeParse({
    guid: headers.get("x-github-delivery") ?? undefined,
    event: headers.get("x-github-event") ?? undefined,
    target: headers.get("x-github-hook-installation-target-id") ?? undefined,
  });
  if (!named.success) return refused("webhook-incomplete");
  if (named.data.target !== undefined && named.data.target !== String(keys.appId)) {
    return refused("installation-unknown");
  }
  return readDelivery(text, { ...named.data, now });
}

type Named = z.infer<typeof headersSchema> & { readonly now: Instant };

function readDelivery(text: string, named: Named): Result<Delivery, ReasonCode> {
  const payload = payloadSchema.safeParse(parseJson(text));
  if (!payload.success) return refused("webhook-not-json");
  const { action, installation, repository } = payload.data;
  return accepted({
    guid: named.guid,
    event: named.event,
    ...(action === undefined ? {} : { action }),
    ...(installation === undefined ? {} : { installationId: installation.id }),
    ...(repository === undefined ? {} : { repositoryId: repository.id }),
    payload: text,
    receivedAt: named.now,
  });
}

function decode(body: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    return undefined;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
