import { Agent, request } from "node:http";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { ascending, type Sample } from "../measure.ts";

/** Requests to one address, whose bodies are made from their number, on so many connections. */
export type Load = {
  readonly url: string;
  readonly token: string;
  readonly connections: number;
  readonly bodies: readonly string[];
};

export type Loaded = {
  readonly perSecond: number;
  /** Durations in microseconds, ascending. */
  readonly durations: Sample;
  /** Answers that were not 200. */
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

async function sendAll({ url, token, connections, bodies }: Load): Promise<Loaded> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const durations: number[] = [];
  let [next, failed] = [0, 0];
  const send = async (): Promise<void> => {
    for (;;) {
      const body = bodies[next];
      if (body === undefined) return;
      next += 1;
      const begun = performance.now();
      const status = await new Promise<number | undefined>((resolve, reject) => {
        const sent = request(url, { method: "POST", agent, headers }, (answer) => {
          answer.resume();
          answer.once("end", () => resolve(answer.statusCode));
        });
        sent.once("error", reject);
        sent.end(body);
      });
      durations.push((performance.now() - begun) * 1000);
      if (status !== 200) failed += 1;
    }
  };
  const begun = performance.now();
  await Promise.all(Array.from({ length: connections }, send));
  const seconds = (performance.now() - begun) / 1000;
  agent.destroy();
  return { perSecond: bodies.length / seconds, durations: ascending(durations), failed };
}

if (!isMainThread) {
  // Only `load` starts this thread, with what it was asked.
  // A worker's port has no origin; the rule means windows.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  parentPort?.postMessage(await sendAll(workerData as Load));
}
