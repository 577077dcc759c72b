import { connect, type Socket } from "node:net";

/** One connection that is kept: a request at a time, each begun when the one before is answered. */
export type Line = {
  /** Answers the status. */
  post(headers: Readonly<Record<string, string>>, body: Buffer): Promise<number>;
  close(): void;
};

type Waiting = {
  readonly resolve: (status: number) => void;
  readonly reject: (why: Error) => void;
};

/**
 * HTTP/1.1 as far as a bench needs it, to a server that tells how long its answers are. A whole
 * client would cost as much as the server that is measured, on the same two cores.
 */
export async function connectLine(url: URL): Promise<Line> {
  const socket = connect({ host: url.hostname, port: Number(url.port), noDelay: true });
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", resolve).once("error", reject);
  });
  const top = `POST ${url.pathname} HTTP/1.1\r\nhost: ${url.host}\r\n`;
  let waiting: Waiting | undefined;
  const end = (error: Error) => waiting?.reject(error);
  socket.on("error", end).once("close", () => end(new Error("the server hung up")));
  readStatuses(socket, (status) => waiting?.resolve(status), end);
  return {
    post: (headers, body) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        const rest = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
        socket.cork();
        socket.write(`${top}${rest.join("")}content-length: ${body.length}\r\n\r\n`, "latin1");
        socket.write(body);
        socket.uncork();
      }),
    close: () => socket.destroy(),
  };
}

function readStatuses(
  socket: Socket,
  tell: (status: number) => void,
  fail: (why: Error) => void,
): void {
  let text = "";
  socket.setEncoding("latin1").on("data", (piece: string) => {
    text += piece;
    const top = text.indexOf("\r\n\r\n");
    if (top === -1) return;
    const length = /\r\ncontent-length: *(\d+)/i.exec(text.slice(0, top))?.[1];
    if (length === undefined) return fail(new Error("an answer of unknown length"));
    if (text.length < top + 4 + Number(length)) return;
    const status = Number(text.slice("HTTP/1.1 ".length, "HTTP/1.1 200".length));
    text = "";
    tell(status);
  });
}
