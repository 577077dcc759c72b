import type { World } from "../world.ts";
import { authenticate, nameOf } from "./authenticate.ts";
import type { Arrival, Exchange } from "./exchange.ts";
import type { ActiveFaults, RequestFault } from "./faults.ts";
import { compileRoutes, type Matched } from "./match-route.ts";
import { createRateLimiter } from "./rate-limit.ts";
import type { ReadBody } from "./read-body.ts";
import { renderReply, type Rendered } from "./render-reply.ts";
import { notFound, refused, type Reply } from "./reply.ts";
import type { Actor, Route } from "./route.ts";

export type ApiSetting = {
  readonly world: World;
  readonly routes: readonly Route[];
  readonly faults: ActiveFaults;
  readonly rateLimit: number;
  readonly onExchange: (exchange: Exchange) => void;
};

type Call = { readonly arrival: Arrival; readonly actor: Actor; readonly matched: Matched };
type Answered = { readonly kind: "answered"; readonly reply: Reply } | { readonly kind: "dropped" };

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function failure(faults: readonly RequestFault[], when: "before" | "after"): Answered | undefined {
  for (const fault of faults) {
    if (fault.kind === "latency") continue;
    if (fault.kind === "limit") {
      if (when === "before") return { kind: "answered", reply: limited(fault) };
      continue;
    }
    if (fault.when !== when) continue;
    if (fault.kind === "drop") return { kind: "dropped" };
    return { kind: "answered", reply: refused(fault.status, sentenceOf(fault.status)) };
  }
  return undefined;
}

function sentenceOf(status: number): string {
  return status === 401 ? "Bad credentials" : "Server Error";
}

function limited({ status, seconds }: Extract<RequestFault, { kind: "limit" }>): Reply {
  const reply = refused(status, "You have exceeded a secondary rate limit.");
  return seconds === undefined ? reply : { ...reply, headers: { "retry-after": String(seconds) } };
}

async function answer(setting: ApiSetting, call: Call, accept: string): Promise<Answered> {
  const { world, faults } = setting;
  const { arrival, actor, matched } = call;
  const struck = faults.takeRequestFaults(arrival);
  for (const fault of struck) if (fault.kind === "latency") await pause(fault.ms);
  await faults.waitAt(arrival, "before");
  const early = failure(struck, "before");
  if (early !== undefined) return early;
  const { method, path, query, requestBody: body } = arrival;
  const visit = { world, actor, method, path, query, body, accept, params: matched.params };
  const reply = await matched.route.answer(visit);
  await faults.waitAt(arrival, "after");
  return failure(struck, "after") ?? { kind: "answered", reply };
}

function parseShown(rendered: Rendered): unknown {
  const isJson = rendered.headers["content-type"]?.startsWith("application/json") === true;
  return isJson ? JSON.parse(Buffer.from(rendered.bytes).toString("utf8")) : undefined;
}

/** One request, however it came: over a socket or from the same process. */
type Asked = {
  readonly method: string;
  readonly url: URL;
  /** Lower-case names. */
  readonly headers: Readonly<Partial<Record<string, string>>>;
  readonly read: ReadBody;
};

/** What is to be sent; `dropped` when the connection breaks instead. */
export type Api = (asked: Asked) => Promise<Rendered | "dropped">;

/** Answers one request of the REST API. */
export function createApi(setting: ApiSetting): Api {
  const { world } = setting;
  const match = compileRoutes(setting.routes);
  const limiter = createRateLimiter(setting.rateLimit, world.now);

  return async ({ method, url, headers, read }) => {
    const path = url.pathname.replace(/^\/api(?:\/v3(?=\/|$)|(?=\/graphql$))/, "");
    const actor = authenticate(world, headers["authorization"]);
    const name = "status" in actor ? "anonymous" : nameOf(actor);
    const rate = limiter.spend(name, path === "/rate_limit" ? 0 : 1);
    const ifNoneMatch = headers["if-none-match"];
    const render = (reply: Reply): Rendered => {
      const rendered = renderReply({ reply, method, rate, at: world.now(), ifNoneMatch });
      if (rendered.status === 304) limiter.refund(name);
      return rendered;
    };
    const call = admit({ read, actor, isExceeded: rate.isExceeded, matched: match(method, path) });
    if ("status" in call) return render(call);
    const query = Object.fromEntries(url.searchParams);
    const { requestBody, matched } = call;
    const arrival = { method, path, route: matched.route.path, query, requestBody, actor: name };
    const answered = await answer(setting, { ...call, arrival }, headers["accept"] ?? "");
    if (answered.kind === "dropped") return "dropped";
    const rendered = render(answered.reply);
    setting.onExchange(exchangeOf(arrival, rendered));
    return rendered;
  };
}

function exchangeOf(arrival: Arrival, rendered: Rendered): Exchange {
  const shown = { status: rendered.status, responseHeaders: rendered.headers };
  return { ...arrival, ...shown, responseBody: parseShown(rendered) };
}

type Admitted = {
  readonly actor: Actor;
  readonly matched: Matched;
  readonly requestBody: unknown;
};

/** What needs no look at the world: too many requests, unreadable bodies, unknown tokens and paths. */
function admit(seen: {
  readonly read: ReadBody;
  readonly actor: Actor | Reply;
  readonly isExceeded: boolean;
  readonly matched: Matched | undefined;
}): Admitted | Reply {
  const { read, actor, matched } = seen;
  if (seen.isExceeded) return refused(403, "API rate limit exceeded");
  if (read.kind === "refused") return refused(read.status, read.message);
  if ("status" in actor) return actor;
  return matched === undefined ? notFound() : { actor, matched, requestBody: read.body };
}
