import { accepted, refused, type Result } from "../../core/kernel/result.ts";

/** GitHub never sends more; see "webhook payload limits" in its documentation. */
export const LARGEST_BODY = 25 * 1024 * 1024;

/**
 * The body's bytes, counted while they arrive: a header may lie about their number, and a body
 * that is too large must not be held to be told so.
 */
export async function readBody(request: Request): Promise<Result<Uint8Array, "webhook-too-large">> {
  const declared = Number(request.headers.get("content-length") ?? 0);
  if (declared > LARGEST_BODY) return refused("webhook-too-large");
  if (request.body === null) return accepted(new Uint8Array());
  const reader = request.body.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return accepted(Buffer.concat(chunks, size));
    size += value.length;
    if (size > LARGEST_BODY) {
      await reader.cancel();
      return refused("webhook-too-large");
    }
    chunks.push(value);
  }
}
