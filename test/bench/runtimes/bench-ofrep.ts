import { createHash } from "node:crypto";
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { BUCKETS, bucketOf } from "../../../src/core/rollout/split.ts";
import { RUNTIME_TOKEN } from "../../support/runtime-app.ts";
import type { Bar } from "../bars.ts";
import { percentile } from "../measure.ts";
import { bearing, load, type Loaded } from "./load.ts";
import { aLongCanary, openBenched } from "./open-runtime.ts";

const LEAST_PER_SECOND = 5000;
const MOST_P99_MS = 20;
const MOST_ERROR = 0.2;

const CONNECTIONS = 64;
const REQUESTS = 20_000;
/** Seconds that one way of asking may take. */
const LONGEST = 15;

/**
 * How many runtimes can ask at once, beside a server that keeps nothing; how soon each is answered
 * while as many ask as the bar says; and how true the split is. Where requests come as fast as they
 * are answered, how long one takes is how many stand in line, and says nothing of its own.
 */
export async function benchOfrep(): Promise<readonly Bar[]> {
  const runtime = await openBenched();
  const peer = await openPeer();
  try {
    console.log(`${runtime.database}, ${CONNECTIONS} connections, ${REQUESTS} requests each`);
    await runtime.save(aLongCanary());
    const flag = `${runtime.url}/ofrep/v1/evaluate/flags/greeter`;
    await ask(flag, { prefix: "warm", requests: 4000 });
    await ask(peer.url, { prefix: "warm", requests: 4000 });
    const first = await ask(flag, { prefix: "unit" });
    const beside = await ask(peer.url, { prefix: "unit" });
    const later = await ask(flag, { prefix: "unit" });
    const paced = {
      first: await ask(flag, { prefix: "paced", pace: LEAST_PER_SECOND }),
      beside: await ask(peer.url, { prefix: "paced", pace: LEAST_PER_SECOND }),
      later: await ask(flag, { prefix: "paced", pace: LEAST_PER_SECOND }),
    };
    print("first answers, each written down", first, paced.first);
    print("later answers, from the pin", later, paced.later);
    print("peer: bare Hono that hashes", beside, paced.beside);
    console.log(
      `  ratio to the peer                  ${ratio(first, beside)} and ${ratio(later, beside)}`,
    );
    return [
      ...barsOf("first answers", first, paced.first),
      ...barsOf("later answers", later, paced.later),
      barOfSplit(),
    ];
  } finally {
    await peer.close();
    await runtime.close();
  }
}

type Asking = { readonly prefix: string; readonly requests?: number; readonly pace?: number };

function ask(url: string, { prefix, requests = REQUESTS, pace }: Asking): Promise<Loaded> {
  const bodies = Array.from({ length: requests }, (_, index) =>
    JSON.stringify({ context: { targetingKey: `${prefix}-${index}` } }),
  );
  return load({
    url,
    headers: bearing(RUNTIME_TOKEN),
    connections: CONNECTIONS,
    bodies,
    within: LONGEST,
    ...(pace === undefined ? {} : { pace }),
  });
}

/** The least that any server of this kind does: read the unit, hash it, answer. */
function openPeer(): Promise<{ readonly url: string; close(): Promise<void> }> {
  const app = new Hono().post("/", async (c) => {
    const { context } = await c.req.json<{ context: { targetingKey: string } }>();
    const digest = createHash("sha256").update(`salt:${context.targetingKey}`).digest();
    const variant = digest.readUInt32BE(0) % BUCKETS < 25_000 ? "candidate" : "stable";
    return c.json({ key: "greeter", value: { artifact: variant }, variant, reason: "SPLIT" });
  });
  return new Promise((resolve) => {
    const server = serve({ fetch: app.fetch, hostname: "127.0.0.1", port: 0 }, ({ port }) =>
      resolve({
        url: `http://127.0.0.1:${port}/`,
        close: () =>
          new Promise((done) => {
            server.close(() => done());
          }),
      }),
    );
  });
}

const milliseconds = (loaded: Loaded, share: number) => percentile(loaded.durations, share) / 1000;

function print(what: string, full: Loaded, paced: Loaded): void {
  const said = [full, paced].map((loaded) => {
    const [p50, p99] = [milliseconds(loaded, 0.5), milliseconds(loaded, 0.99)];
    return `${loaded.perSecond.toFixed(0)}/s, p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, ${loaded.failed} failed`;
  });
  console.log(`  ${what.padEnd(34)} ${said[0]}, ${full.cpu.toFixed(0)} µs of the app for each`);
  console.log(`  ${`  asked ${LEAST_PER_SECOND} times a second`.padEnd(34)} ${said[1]}`);
}

function ratio(own: Loaded, peer: Loaded): string {
  return (own.perSecond / peer.perSecond).toFixed(2);
}

function barsOf(what: string, full: Loaded, paced: Loaded): readonly Bar[] {
  const [p99, inLine] = [milliseconds(paced, 0.99), milliseconds(full, 0.99)];
  return [
    {
      what: `${what}: ≥ ${LEAST_PER_SECOND}/s`,
      found: `${full.perSecond.toFixed(0)}/s, ${full.failed} failed`,
      held: full.perSecond >= LEAST_PER_SECOND && full.failed === 0,
    },
    {
      what: `${what}: p99 ≤ ${MOST_P99_MS} ms while ${LEAST_PER_SECOND}/s ask`,
      found: `${p99.toFixed(1)} ms, ${paced.unsent} not asked in time; ${inLine.toFixed(1)} ms as fast as it goes`,
      held: p99 <= MOST_P99_MS && paced.unsent + paced.failed === 0,
    },
  ];
}

const KEYS = 100_000;
const ROLLOUTS = 20;
const SHARES = [1, 5, 10, 25, 50];

/**
 * A share is hit up to chance, so one roll-out says little: the error is the mean over twenty. An
 * even hash is off by .13 points on average at one half.
 */
function barOfSplit(): Bar {
  const errors = SHARES.map((): number[] => []);
  for (let rollout = 0; rollout < ROLLOUTS; rollout += 1) {
    for (const [index, error] of errorsOf(`rollout-${rollout}`).entries()) {
      errors[index]?.push(error);
    }
  }
  const means = errors.map((of) => of.reduce((sum, one) => sum + one, 0) / ROLLOUTS);
  const [mean, largest] = [Math.max(...means), Math.max(...errors.flat())];
  return {
    what: `the split of ${KEYS} keys is off by ≤ ${MOST_ERROR} points, at the worst of ${SHARES.join(", ")} %`,
    found: `${mean.toFixed(3)} points on average over ${ROLLOUTS} roll-outs, ${largest.toFixed(3)} at most`,
    held: mean <= MOST_ERROR,
  };
}

/** How far each share is missed under one salt, in points. */
function errorsOf(salt: string): readonly number[] {
  const buckets = Array.from({ length: KEYS }, (_, key) => bucketOf(salt, `unit-${key}`));
  return SHARES.map((share) => {
    const found = buckets.filter((bucket) => bucket < (share * BUCKETS) / 100).length;
    return Math.abs((found / KEYS) * 100 - share);
  });
}
