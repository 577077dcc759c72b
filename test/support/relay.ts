import { createServer, type IncomingMessage, type Server } from "node:http";
import { buffer } from "node:stream/consumers";

export type Relay = { readonly url: string; close(): void };

/** Hands every webhook to all of the processes, as a careless load balancer would at its worst. */
export async function relayTo(urls: readonly string[]): Promise<Relay> {
  const server = createServer((request, response) => {
    void forward(request, urls).then((status) => response.writeHead(status).end());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  return { url: addressOf(server), close: () => void server.close() };
}

async function forward(request: IncomingMessage, urls: readonly string[]): Promise<number> {
  const body = await buffer(request);
  const { host: _, "content-length": __, connection: ___, ...kept } = request.headers;
  const headers = new Headers(Object.entries(kept).map(([name, value]) => [name, String(value)]));
  const answers = await Promise.allSettled(
    urls.map((url) => fetch(`${url}${request.url ?? ""}`, { method: "POST", headers, body })),
  );
  // One that is dead cannot answer; the delivery is safe when the other has it.
  const heard = answers.flatMap((one) => (one.status === "fulfilled" ? [one.value.status] : []));
  return Math.max(502 * Number(heard.length === 0), ...heard);
}

function addressOf(server: Server): string {
  const address = server.address();
  return typeof address === "object" && address !== null ? `http://127.0.0.1:${address.port}` : "";
}
