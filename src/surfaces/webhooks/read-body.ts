import type { ReasonCode } from "../../core/gate/reason-code.ts";
import { type Result, accepted, refused } from "../../core/kernel/result.ts";
import { toldLength } from "../limit-body.ts";

/** GitHub sends no payload above this. */
const MOST_BYTES = 25 * 1024 * 1024;

/**
 * The text of a body within the cap. Bytes that are not UTF-8 would not survive the way to text and
 * back, so no signature could hold.
 */
export async function readBody(
  request: Request,
): Promise<Result<string, Extract<ReasonCode, "webhook-too-large" | "webhook-not-json">>> {
  if (Number(request.headers.get("content-length") ?? 0) > MOST_BYTES) {
    return refused("webhook-too-large");
  }
  const bytes = await readBytes(request);
  if (bytes === undefined) return refused("webhook-too-large");
  try {
    const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    return accepted(decoder.decode(bytes));
  } catch {
    return refused("webhook-not-json");
  }
}

/**
 * Nothing where there is more than the cap. A body of no told length is counted while it streams; one
 * that the HTTP parser holds to what was told is read at once, for the web's stream of it would cost
 * more than checking its signature.
 */
async function readBytes(request: Request): Promise<Uint8Array | undefined> {
  if (toldLength(request.headers) !== undefined) return new Uint8Array(await request.arrayBuffer());
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.length;
    if (size > MOST_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
