import type { RequestListener } from "node:http";
import { registerApp } from "./apps/install-app.ts";
import { answerClone } from "./git/answer-clone.ts";
import { Deliveries } from "./hooks/deliveries.ts";
import { type Api, createApi } from "./http/api.ts";
import { answerRequest, fetchFrom } from "./http/doors.ts";
import { createExchanges, type Exchanges } from "./http/exchanges.ts";
import { createFaults, type ActiveFaults, type Faults } from "./http/faults.ts";
import { listen } from "./http/listen.ts";
import { answerPage } from "./pages/answer-page.ts";
import { routes } from "./routes.ts";
import { createSetup, type Setup } from "./setup.ts";
import type { World } from "./world.ts";

export type LocalGitHubOptions = {
  readonly port?: number;
  readonly now?: () => Date;
  /** Requests per actor and hour. */
  readonly rateLimit?: number;
  /** Entries of a recursive tree before it is truncated. */
  readonly treeLimit?: number;
  /** Slug of the app; its bot is `<slug>[bot]`. */
  readonly appSlug?: string;
  /** The app's RSA key as PEM; a new one otherwise, which costs some tenths of a second. */
  readonly privateKey?: string;
};

export type LocalGitHub = Setup &
  Exchanges & {
    /** `http://127.0.0.1:<port>`; the API is below `/api/v3`. */
    readonly url: string;
    /** For `GHE_HOST`: `127.0.0.1:<port>`. */
    readonly host: string;
    readonly appId: number;
    readonly privateKey: string;
    readonly webhookSecret: string;
    readonly world: World;
    readonly faults: Faults;
    readonly deliveries: Deliveries;
    readonly exchanges: Exchanges;
    /** The API for whoever is in this process and needs no socket. */
    readonly fetch: typeof fetch;
    close(): Promise<void>;
  };

function createWorld(options: LocalGitHubOptions, faults: ActiveFaults, url: string): World {
  let last = 1000;
  const nextId = (): number => (last += 1);
  const now = options.now ?? ((): Date => new Date());
  return {
    url,
    now,
    nextId,
    accounts: new Map(),
    userTokens: new Map(),
    installationTokens: new Map(),
    apps: new Map(),
    installations: new Map(),
    repositories: new Map(),
    deliveries: new Deliveries({ now, nextId, faults }),
    treeLimit: options.treeLimit ?? 100_000,
  };
}

/** Files for git come first; pages for people are whatever neither asks for the API nor carries a token. */
function createListener(world: World, api: Api): RequestListener {
  return (request, response) => {
    const url = new URL(request.url ?? "/", world.url);
    const cloned = request.method === "GET" ? answerClone(world, url) : undefined;
    if (cloned !== undefined) {
      response.writeHead(cloned.status, { "content-type": "application/octet-stream" });
      response.end(cloned.bytes);
      return;
    }
    const page = request.method === "GET" ? answerPage(world, url, request.headers) : undefined;
    if (page !== undefined) {
      response.writeHead(page.status, { "content-type": "text/html; charset=utf-8" });
      response.end(page.html);
      return;
    }
    answerRequest(api, url, [request, response]).catch((fault: unknown) => {
      const message = fault instanceof Error ? (fault.stack ?? fault.message) : String(fault);
      process.stderr.write(
        `local GitHub failed on ${request.method} ${url.pathname}: ${message}\n`,
      );
      if (!response.headersSent) response.writeHead(500, { "content-type": "application/json" });
      response.end(JSON.stringify({ message: "Server Error" }));
    });
  };
}

/** Starts a GitHub with one registered app and nothing else; ends with `close()`. */
export async function startLocalGitHub(options: LocalGitHubOptions = {}): Promise<LocalGitHub> {
  const faults = createFaults();
  const exchanges = createExchanges();
  let listener: RequestListener = (_request, response) => void response.writeHead(503).end();
  const { port, close } = await listen(options.port ?? 0, (...args) => listener(...args));
  const host = `127.0.0.1:${port}`;
  const world = createWorld(options, faults, `http://${host}`);
  const rateLimit = options.rateLimit ?? 5000;
  const api = createApi({ world, routes, faults, rateLimit, onExchange: exchanges.show });
  listener = createListener(world, api);
  const { app, privateKey } = registerApp(world, {
    slug: options.appSlug ?? "agent-omega",
    privateKey: options.privateKey,
  });
  return {
    ...createSetup(world, app),
    url: world.url,
    host,
    appId: app.id,
    privateKey,
    webhookSecret: app.webhookSecret,
    world,
    faults,
    deliveries: world.deliveries,
    exchanges,
    fetch: fetchFrom(api),
    onExchange: (observer) => exchanges.onExchange(observer),
    close: async () => {
      faults.clear();
      await close();
    },
  };
}
