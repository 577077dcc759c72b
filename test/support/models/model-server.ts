import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Dialect, Told } from "./told.ts";

/** What the server does with the next question; without one it answers as it was asked. */
export type Behaviour =
  | { readonly kind: "tell"; readonly told?: Partial<Told> }
  | {
      readonly kind: "status";
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly message?: string;
    }
  /** The first events of an answer, and then the end of the connection. */
  | { readonly kind: "truncate"; readonly after: number }
  | { readonly kind: "malformed" }
  /** The first events of an answer, and then word that it will not come, with the key in it. */
  | { readonly kind: "trouble"; readonly after: number }
  /** It takes the question and says nothing; or begins to answer and never goes on. */
  | { readonly kind: "silence"; readonly after: number }
  | { readonly kind: "flood"; readonly megabytes: number }
  | { readonly kind: "redirect"; readonly to: string }
  /** A refusal with the key in every corner of it. */
  | { readonly kind: "echo"; readonly status: number };

export type Asked = {
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: { readonly [member: string]: unknown };
};

export type ModelServer = {
  readonly baseUrl: string;
  /** Every question that came, in order. */
  readonly asked: readonly Asked[];
  /** What to do with the questions that come next, one each. */
  next(...behaviours: readonly Behaviour[]): void;
  close(): Promise<void>;
};

export const USAGE = { input: 11, output: 7 };

/** A provider on this machine that speaks one dialect and breaks as it is told to. */
export async function startModelServer(
  dialect: Dialect,
  key: string,
  think: (body: Asked["body"]) => string = () => "Good morning to you.",
): Promise<ModelServer> {
  const asked: Asked[] = [];
  const queue: Behaviour[] = [];
  const server = createServer((request, response) => {
    const path = (request.url ?? "").replace(/^\/v1/, "");
    const isKnown = dialect.keyOf(request.headers) === key;
    if (request.method === "GET") {
      const isThere = path === dialect.health;
      json(response, isThere ? (isKnown ? 200 : 401) : 404, { data: [] });
      return;
    }
    const answer = async (): Promise<void> => {
      const body = await readBody(request);
      asked.push({ path, headers: request.headers, body });
      if (!isKnown) json(response, 401, dialect.error(401, "bad key"));
      else behave(response, { dialect, key, body, think }, queue.shift() ?? { kind: "tell" });
    };
    void answer();
  });
  // A busy machine may let a connection rest for longer than a server of Node keeps it.
  server.keepAliveTimeout = 300_000;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    asked,
    next: (...behaviours) => void queue.push(...behaviours),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

type Question = {
  readonly dialect: Dialect;
  readonly key: string;
  readonly body: Asked["body"];
  readonly think: (body: Asked["body"]) => string;
};

function behave(response: ServerResponse, question: Question, behaviour: Behaviour): void {
  const { dialect, key } = question;
  switch (behaviour.kind) {
    case "redirect":
      response.writeHead(307, { location: behaviour.to }).end();
      break;
    case "echo":
      json(response, behaviour.status, echoOf(dialect, behaviour.status, key));
      break;
    case "status":
      response.setHeaders(new Map(Object.entries(behaviour.headers ?? {})));
      json(response, behaviour.status, dialect.error(behaviour.status, behaviour.message ?? ""));
      break;
    default:
      stream(response, question, behaviour);
  }
}

type Streamed = Exclude<Behaviour, { readonly kind: "redirect" | "echo" | "status" }>;

function stream(response: ServerResponse, question: Question, behaviour: Streamed): void {
  const { dialect, key } = question;
  const events = dialect.events(toldOf(question, behaviour));
  const begin = (count: number): boolean =>
    count === 0 || open(response).write(events.slice(0, count).join(""));
  switch (behaviour.kind) {
    case "tell":
      open(response).end(events.join(""));
      break;
    case "truncate":
      begin(behaviour.after);
      setTimeout(() => response.destroy(), 5);
      break;
    case "trouble":
      begin(behaviour.after);
      response.end(dialect.trouble(`out of order: ${key}`));
      break;
    case "silence":
      begin(behaviour.after);
      break;
    case "malformed":
      open(response).end(`${events[0]}data: {"this is": not JSON\n\n`);
      break;
    case "flood":
      flood(open(response), behaviour.megabytes);
  }
}

function toldOf({ body, think }: Question, behaviour: Behaviour): Told {
  const told = behaviour.kind === "tell" ? behaviour.told : {};
  const model = String(body["model"]);
  return { model, text: think(body), ending: "stop", usage: USAGE, ...told };
}

function echoOf(dialect: Dialect, status: number, key: string): unknown {
  const error = JSON.parse(JSON.stringify(dialect.error(status, `no such key: ${key}`)));
  const coded = { ...error.error, code: key, type: key };
  return { ...error, error: coded };
}

function open(response: ServerResponse): ServerResponse {
  return response.writeHead(200, { "content-type": "text/event-stream" });
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

/** Comments, which every reader of events skips, and which are bytes all the same. */
function flood(response: ServerResponse, megabytes: number): void {
  const line = `: ${"x".repeat(65_534)}\n`;
  for (let count = 0; count < megabytes * 16; count += 1) response.write(line);
  response.end();
}

async function readBody(request: IncomingMessage): Promise<Asked["body"]> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return JSON.parse(Buffer.concat(pieces).toString("utf8"));
}
