import type { IncomingMessage } from "node:http";

const mostBytes = 40 * 1024 * 1024;

export type ReadBody =
  | { readonly kind: "read"; readonly body: unknown }
  | { readonly kind: "refused"; readonly status: number; readonly message: string };

export async function readBody(request: IncomingMessage): Promise<ReadBody> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > mostBytes) return { kind: "refused", status: 413, message: "Payload too large" };
    chunks.push(bytes);
  }
  return parseBody(Buffer.concat(chunks).toString("utf8"));
}

/** An empty body reads as nothing; anything else must be JSON. */
export function parseBody(text: string): ReadBody {
  if (text === "") return { kind: "read", body: undefined };
  try {
    return { kind: "read", body: JSON.parse(text) };
  } catch {
    return { kind: "refused", status: 400, message: "Problems parsing JSON" };
  }
}
