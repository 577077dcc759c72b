import type { Exchange } from "../../../src/local/github/http/exchange.ts";
import type { LocalGitHub } from "../../../src/local/github/server.ts";
import { isQuestion } from "../../support/questions.ts";

/** What the app asked of GitHub in some time, by method and path template. */
export type Count = {
  /** Apart from blobs. */
  readonly reads: number;
  readonly blobs: number;
  readonly writes: number;
  /** Comments, reviews and labels among the writes: what people are notified of. */
  readonly told: number;
  /** Installation tokens, which are asked for once an hour. */
  readonly tokens: number;
  readonly byRoute: ReadonlyMap<string, number>;
};

export type Counter = {
  /** What was asked since the last time this was called. */
  take(): Count;
  /** When the app asked last, by `performance.now()`; nothing before it ever did. */
  lastAt(): number | undefined;
  stop(): void;
};

/** Counts what the app asks as itself or as one of its installations; people ask beside it. */
export function countRequests(github: LocalGitHub, slug: string): Counter {
  let seen: Exchange[] = [];
  let last: number | undefined;
  const stop = github.exchanges.onExchange((exchange) => {
    if (exchange.actor !== "app" && exchange.actor !== `${slug}[bot]`) return;
    seen.push(exchange);
    last = performance.now();
  });
  return {
    take: () => {
      const count = countOf(seen);
      seen = [];
      return count;
    },
    lastAt: () => last,
    stop,
  };
}

type Kind = "reads" | "blobs" | "writes" | "tokens";

function countOf(seen: readonly Exchange[]): Count {
  const count = { reads: 0, blobs: 0, writes: 0, told: 0, tokens: 0 };
  const byRoute = new Map<string, number>();
  for (const exchange of seen) {
    count[kindOf(exchange)] += 1;
    if (isTold(exchange)) count.told += 1;
    const route = `${exchange.method} ${exchange.route}`;
    byRoute.set(route, (byRoute.get(route) ?? 0) + 1);
  }
  return { ...count, byRoute };
}

function kindOf({ method, route, path, requestBody: body }: Exchange): Kind {
  if (route.endsWith("/access_tokens")) return "tokens";
  if (route.includes("/git/blobs/") && method === "GET") return "blobs";
  return isQuestion({ method, path, body }) ? "reads" : "writes";
}

/** Whether people see it as something said to them. */
function isTold({ method, route }: Exchange): boolean {
  if (method === "GET") return false;
  return /\/issues\/|\/labels|\/reviews|\/pulls\/\{pull_number\}\/comments/.test(route);
}

export function sumOf(counts: readonly Count[]): Count {
  const sum = { reads: 0, blobs: 0, writes: 0, told: 0, tokens: 0 };
  const byRoute = new Map<string, number>();
  for (const count of counts) {
    for (const kind of ["reads", "blobs", "writes", "told", "tokens"] as const) {
      sum[kind] += count[kind];
    }
    for (const [route, times] of count.byRoute)
      byRoute.set(route, (byRoute.get(route) ?? 0) + times);
  }
  return { ...sum, byRoute };
}

export function toldOf({ reads, blobs, writes, told }: Count): string {
  return `${reads} reads and ${blobs} blobs; ${writes} writes, of which ${told} comments, reviews or labels`;
}

/** Most frequent first. */
export function routesOf({ byRoute }: Count): readonly string[] {
  return [...byRoute]
    .toSorted(([left, many], [right, more]) => more - many || left.localeCompare(right))
    .map(([route, times]) => `${String(times).padStart(5)}  ${route}`);
}
