import { createServer, type IncomingMessage, type Server } from "node:http";
import { buffer } from "node:stream/consumers";

export type Relay = { readonly url: string; close(): void };

/** Hands a webhook to one process; the status that it answers. Rejects where nobody answers. */
type Hand = (url: string) => Promise<number>;

/** Hands every webhook to all of the processes, as a careless load balancer would at its worst. */
export function relayTo(urls: readonly string[]): Promise<Relay> {
  return listen((hand) => toAll(urls, hand));
}

/** Hands every webhook to the first of the processes that answers, as a careful one would. */
export function balanceOver(urls: () => readonly string[]): Promise<Relay> {
  return listen((hand) => toFirst(urls(), hand));
}

async function listen(forward: (hand: Hand) => Promise<number>): Promise<Relay> {
  const server = createServer((request, response) => {
    void handing(request)
      .then(forward)
      .then((status) => response.writeHead(status).end());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  return { url: addressOf(server), close: () => void server.close() };
}

async function handing(request: IncomingMessage): Promise<Hand> {
  const body = await buffer(request);
  const { host: _, "content-length": __, connection: ___, ...kept } = request.headers;
  const headers = new Headers(Object.entries(kept).map(([name, value]) => [name, String(value)]));
  return async (url) => {
    const answer = await fetch(`${url}${request.url ?? ""}`, { method: "POST", headers, body });
    await answer.arrayBuffer();
    return answer.status;
  };
}

async function toFirst(urls: readonly string[], hand: Hand): Promise<number> {
  for (const url of urls) {
    const status = await hand(url).catch(() => undefined);
    if (status !== undefined) return status;
  }
  return 502;
}

async function toAll(urls: readonly string[], hand: Hand): Promise<number> {
  const answers = await Promise.allSettled(urls.map(hand));
  // One that is dead cannot answer; the delivery is safe when the other has it.
  const heard = answers.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  return Math.max(502 * Number(heard.length === 0), ...heard);
}

function addressOf(server: Server): string {
  const address = server.address();
  return typeof address === "object" && address !== null ? `http://127.0.0.1:${address.port}` : "";
}
