/** Thrown through the SDK when a reply is longer than anything that was asked for. */
export class OversizedReply extends Error {
  override readonly name = "OversizedReply";
}

/** Bytes of one reply on the wire, errors included: events repeat much around little text. */
export const REPLY_BYTES = 4 * 1024 * 1024;

/**
 * `fetch` for one question. A redirect would carry the key to an address that no operator named, and
 * a reply without end would fill the memory, so both end it.
 */
export function boundedFetch(mostBytes: number): typeof fetch {
  return async (input, init) => {
    const reply = await fetch(input, { ...init, redirect: "error" });
    if (reply.body === null) return reply;
    let bytes = 0;
    const counted = reply.body.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform: (chunk, controller) => {
          bytes += chunk.byteLength;
          if (bytes > mostBytes) controller.error(new OversizedReply());
          else controller.enqueue(chunk);
        },
      }),
    );
    return new Response(counted, { status: reply.status, headers: reply.headers });
  };
}
