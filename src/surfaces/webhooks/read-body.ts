import type { ReasonCode } from "../../core/gate/reason-code.ts";
import { type Result, accepted, refused } from "../../core/kernel/result.ts";

/** GitHub sends no payload above this. */
const MOST_BYTES = 25 * 1024 * 1024;

/**
 * The text of a body within the cap, counted while it streams: a declared length may lie. Bytes
 * that are not UTF-8 would not survive the way to text and back, so no signature could hold.
 */
export async function readBody(
  request: Request,
): Promise<Result<string, Extract<ReasonCode, "webhook-too-large" | "webhook-not-json">>> {
  if (Number(request.headers.get("content-length") ?? 0) > MOST_BYTES) {
    return refused("webhook-too-large");
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.length;
    if (size > MOST_BYTES) return refused("webhook-too-large");
    chunks.push(chunk);
  }
  try {
    const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    return accepted(decoder.decode(Buffer.concat(chunks)));
  } catch {
    return refused("webhook-not-json");
  }
}
