import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import type { Exchange } from "../../../src/local/github/http/exchange.ts";
import type { Bar } from "../bars.ts";
import { ascending, percentile, type Sample } from "../measure.ts";
import type { BenchDesk } from "./bench-desk.ts";

const CONSTITUTION = "omega / constitution";
const RELEASE = "omega / release";

const IDLE = 20;
const BURST = 50;

const opening = z.object({ number: z.number(), head: z.object({ sha: z.string() }) });
const check = z.object({
  name: z.string(),
  head_sha: z.string(),
  conclusion: z.string().nullable(),
});

/** When, by the clock of the local GitHub, a pull request was opened and a check on it concluded. */
type Times = { readonly opened: Map<number, Opened>; readonly concluded: Map<string, number> };
type Opened = { readonly head: string; readonly at: number };

/** From the opening to the word on it, in milliseconds: one at a time, and fifty at once. */
export async function measureLatencies(desk: BenchDesk): Promise<readonly Bar[]> {
  const times: Times = { opened: new Map(), concluded: new Map() };
  const stop = desk.world.github.exchanges.onExchange((exchange) => note(times, exchange));
  const idle: number[] = [];
  const alone = startWork();
  for (let at = 0; at < IDLE; at += 1) {
    const pull = await desk.propose("broken-reference", `idle-${at}`);
    idle.push(await concluded(times, pull, CONSTITUTION));
    await desk.quiet();
  }
  const worked = { idle: alone(IDLE), burst: "" };
  const together = startWork();
  const pulls = await Promise.all(
    Array.from({ length: BURST }, (_, at) => desk.propose("wire-escalation", `burst-${at}`)),
  );
  const burst = await Promise.all(pulls.map((pull) => concluded(times, pull, RELEASE)));
  worked.burst = together(BURST);
  stop();
  return [
    latencyBar(`opened to ${CONSTITUTION}, idle, p95 ≤ 500 ms`, ascending(idle), {
      most: 500,
      worked: worked.idle,
    }),
    latencyBar(`a burst of ${BURST}, opened to decided, p95 ≤ 10,000 ms`, ascending(burst), {
      most: 10_000,
      worked: worked.burst,
    }),
  ];
}

/** What the processor did for each meanwhile, all three parties together: a busy machine hides less of it. */
function startWork(): (pulls: number) => string {
  const begun = process.cpuUsage();
  return (pulls) => {
    const { user, system } = process.cpuUsage(begun);
    return `${((user + system) / 1_000 / pulls).toFixed(0)} ms of a processor for each`;
  };
}

function note({ opened, concluded }: Times, exchange: Exchange): void {
  const at = performance.now();
  if (exchange.method === "POST" && exchange.route.endsWith("/pulls")) {
    const pull = opening.safeParse(exchange.responseBody);
    if (pull.success) opened.set(pull.data.number, { head: pull.data.head.sha, at });
  }
  if (!exchange.route.includes("/check-runs") || exchange.method === "GET") return;
  const run = check.safeParse(exchange.responseBody);
  if (!run.success || run.data.conclusion === null) return;
  const key = `${run.data.name} ${run.data.head_sha}`;
  if (!concluded.has(key)) concluded.set(key, at);
}

const LOOK_EVERY = 5;

async function concluded({ opened, concluded: at }: Times, pull: number, name: string) {
  for (;;) {
    const begun = opened.get(pull);
    const ended = at.get(`${name} ${begun?.head}`);
    if (begun !== undefined && ended !== undefined) return ended - begun.at;
    await pause(LOOK_EVERY);
  }
}

type Held = { readonly most: number; readonly worked: string };

function latencyBar(what: string, sample: Sample, { most, worked }: Held): Bar {
  const [p50, p95, max] = [percentile(sample, 0.5), percentile(sample, 0.95), sample.at(-1) ?? 0];
  const times = `p50 ${p50.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms, longest ${max.toFixed(0)} ms`;
  return { what, found: `${times}; ${worked}`, held: p95 <= most };
}
