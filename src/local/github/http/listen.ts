import { createServer, type RequestListener } from "node:http";
import type { Socket } from "node:net";

export type Listening = { readonly port: number; readonly close: () => Promise<void> };

/**
 * Node's five seconds are shorter than a busy test stalls: the server would end a connection in
 * the moment in which its client uses it again.
 */
const KEEP_ALIVE = 120_000;

/** A server on loopback. Closing it also ends the connections that clients keep alive. */
export async function listen(port: number, listener: RequestListener): Promise<Listening> {
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE }, listener);
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      sockets.forEach((socket) => socket.destroy());
    });
  return { port: address.port, close };
}
