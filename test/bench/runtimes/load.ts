import { fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { ascending, type Sample } from "../measure.ts";
import { connectLine, type Line } from "./line.ts";

/** Requests to one address on so many connections. */
export type Load = {
  readonly url: string;
  readonly connections: number;
  /** Each once, or one so many times. */
  readonly bodies: readonly string[] | { readonly body: string; readonly times: number };
  readonly headers: Readonly<Record<string, string>>;
  /** A header that names each request, as GitHub names its deliveries; the numbers follow this. */
  readonly named?: { readonly header: string; readonly prefix: string };
  /** So many begin in a second, whether earlier ones are answered or not; absent: as fast as it goes. */
  readonly pace?: number;
  /** Seconds after which nothing more begins, so that a slow machine ends too. */
  readonly within: number;
};

export type Loaded = {
  readonly answered: number;
  /** What there was no time for. */
  readonly unsent: number;
  readonly perSecond: number;
  /** Durations in microseconds, ascending; where there is a pace, from when each was to begin. */
  readonly durations: Sample;
  /** Answers that were no success. */
  readonly failed: number;
  /** Microseconds of this process's own time for each answer: what the served side costs. */
  readonly cpu: number;
};

type Sent = Omit<Loaded, "cpu">;

const SENDER = fileURLToPath(import.meta.url);

/** Sends all of it from a process of its own, so that nothing but the served side is in this one. */
export async function load(asked: Load): Promise<Loaded> {
  const sender = fork(SENDER, ["send"], { serialization: "advanced", execArgv: [] });
  const ended = once(sender, "exit");
  await once(sender, "message");
  const before = process.cpuUsage();
  sender.send(asked);
  const sent = await Promise.race([
    once(sender, "message").then(([message]) => message as Sent),
    ended.then(() => Promise.reject(new Error("the sender ended before it had sent all"))),
  ]);
  const { user, system } = process.cpuUsage(before);
  await ended;
  return { ...sent, cpu: (user + system) / Math.max(1, sent.answered) };
}

export function bearing(token: string): Load["headers"] {
  return { authorization: `Bearer ${token}`, "content-type": "application/json" };
}

/** What is still to be sent, and what became of the rest. */
type Sending = {
  readonly count: number;
  readonly bytesOf: (at: number) => Buffer;
  readonly begun: number;
  next: number;
  failed: number;
  readonly durations: number[];
};

async function sendAll(asked: Load): Promise<Sent> {
  const url = new URL(asked.url);
  const lines = await Promise.all(
    Array.from({ length: asked.connections }, () => connectLine(url)),
  );
  const { bodies } = asked;
  const sending: Sending = {
    count: "body" in bodies ? bodies.times : bodies.length,
    bytesOf: "body" in bodies ? sameBytes(bodies.body) : (at) => Buffer.from(bodies[at] ?? ""),
    begun: performance.now(),
    next: 0,
    failed: 0,
    durations: [],
  };
  await Promise.all(lines.map((line) => sendOn(line, asked, sending)));
  const seconds = (performance.now() - sending.begun) / 1000;
  for (const line of lines) line.close();
  const { durations, failed, count } = sending;
  const answered = durations.length;
  return {
    answered,
    unsent: count - answered,
    perSecond: answered / seconds,
    durations: ascending(durations),
    failed,
  };
}

function sameBytes(body: string): Sending["bytesOf"] {
  const bytes = Buffer.from(body);
  return () => bytes;
}

async function sendOn(line: Line, asked: Load, sending: Sending): Promise<void> {
  const { pace, within } = asked;
  for (;;) {
    const at = sending.next;
    const isLate = performance.now() - sending.begun > within * 1000;
    if (at === sending.count || isLate) return;
    sending.next += 1;
    const due = pace === undefined ? performance.now() : sending.begun + (at * 1000) / pace;
    const early = due - performance.now();
    if (early > 0) await pause(early);
    const status = await line.post(headersOf(asked, at), sending.bytesOf(at));
    sending.durations.push((performance.now() - due) * 1000);
    if (status >= 300) sending.failed += 1;
  }
}

function headersOf({ headers, named }: Pick<Load, "headers" | "named">, at: number) {
  return named === undefined ? headers : { ...headers, [named.header]: `${named.prefix}-${at}` };
}

if (process.send !== undefined && process.argv[2] === "send") {
  process.once("message", (asked) => {
    // Only `load` starts this process, with what it was asked.
    void sendAll(asked as Load).then((sent) => process.send?.(sent, () => process.disconnect()));
  });
  process.send("ready");
}
