import { serve } from "@hono/node-server";
import type { Hono } from "hono";

export type HttpServer = { readonly url: string; close(): Promise<void> };

/** GitHub gives up after ten seconds; whoever sends for longer holds a socket and nothing else. */
const REQUEST_TIMEOUT = 30_000;
const HEADERS_TIMEOUT = 10_000;

/** What is under way at the end gets this long to be answered. */
const DRAIN = 5_000;

/** Listens on one port. `close` takes nothing new and lets what has begun be answered. */
export function listenOn(
  app: Hono,
  place: { readonly host: string; readonly port: number },
): Promise<HttpServer> {
  const { host, port } = place;
  return new Promise((resolve, reject) => {
    const server = serve(
      {
        fetch: app.fetch,
        hostname: host,
        port,
        serverOptions: { requestTimeout: REQUEST_TIMEOUT, headersTimeout: HEADERS_TIMEOUT },
      },
      (address) => {
        const shown = host.includes(":") ? `[${host}]` : host;
        resolve({ url: `http://${shown}:${address.port}`, close: () => drain(server) });
      },
    );
    server.once("error", reject);
  });
}

function drain(server: ReturnType<typeof serve>): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => {
      if ("closeAllConnections" in server) server.closeAllConnections();
    }, DRAIN);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    if ("closeIdleConnections" in server) server.closeIdleConnections();
  });
}
