import { createHmac } from "node:crypto";
import type { App } from "../apps/app.ts";

type Envelope = { readonly app: App; readonly event: string; readonly guid: string };

/** The headers of one delivery; both signatures cover the bytes of the body. */
export function signDelivery(envelope: Envelope, body: string): Readonly<Record<string, string>> {
  const { app, event, guid } = envelope;
  const sign = (algorithm: string): string =>
    createHmac(algorithm, app.webhookSecret).update(body).digest("hex");
  return {
    accept: "*/*",
    "content-type": "application/json",
    "user-agent": "GitHub-Hookshot/local",
    "x-github-delivery": guid,
    "x-github-event": event,
    "x-github-hook-id": String(app.hookId),
    "x-github-hook-installation-target-id": String(app.id),
    "x-github-hook-installation-target-type": "integration",
    "x-hub-signature": `sha1=${sign("sha1")}`,
    "x-hub-signature-256": `sha256=${sign("sha256")}`,
  };
}
