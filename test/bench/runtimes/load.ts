import { Agent, request } from "node:http";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { setTimeout as pause } from "node:timers/promises";
import { ascending, type Sample } from "../measure.ts";

/** Requests to one address on so many connections. */
export type Load = {
  readonly url: string;
  readonly connections: number;
  readonly bodies: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  /** A header that names each request, as GitHub names its deliveries; the numbers follow this. */
  readonly named?: { readonly header: string; readonly prefix: string };
  /** So many begin in a second, whether earlier ones are answered or not; absent: as fast as it goes. */
  readonly pace?: number;
};

export type Loaded = {
  readonly perSecond: number;
  /** Durations in microseconds, ascending; where there is a pace, from when each was to begin. */
  readonly durations: Sample;
  /** Answers that were no success. */
  readonly failed: number;
};

/** Sends all of it from a thread of its own, so that server and sender each have a core. */
export function load(asked: Load): Promise<Loaded> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: asked });
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}

export function bearing(token: string): Load["headers"] {
  return { authorization: `Bearer ${token}`, "content-type": "application/json" };
}

async function sendAll({ url, connections, bodies, pace, ...asked }: Load): Promise<Loaded> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const durations: number[] = [];
  let [next, failed] = [0, 0];
  const first = performance.now();
  const send = async (): Promise<void> => {
    for (;;) {
      const body = bodies[next];
      if (body === undefined) return;
      const at = next;
      next += 1;
      const begun = pace === undefined ? performance.now() : first + (at * 1000) / pace;
      const early = begun - performance.now();
      if (early > 0) await pause(early);
      const headers = headersOf(asked, at);
      const status = await new Promise<number | undefined>((resolve, reject) => {
        const sent = request(url, { method: "POST", agent, headers }, (answer) => {
          answer.resume();
          answer.once("end", () => resolve(answer.statusCode));
        });
        sent.once("error", reject);
        sent.end(body);
      });
      durations.push((performance.now() - begun) * 1000);
      if (status === undefined || status >= 300) failed += 1;
    }
  };
  await Promise.all(Array.from({ length: connections }, send));
  const seconds = (performance.now() - first) / 1000;
  agent.destroy();
  return { perSecond: bodies.length / seconds, durations: ascending(durations), failed };
}

function headersOf({ headers, named }: Pick<Load, "headers" | "named">, at: number) {
  return named === undefined ? headers : { ...headers, [named.header]: `${named.prefix}-${at}` };
}

if (!isMainThread) {
  // Only `load` starts this thread, with what it was asked.
  // A worker's port has no origin; the rule means windows.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  parentPort?.postMessage(await sendAll(workerData as Load));
}
