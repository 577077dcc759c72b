import { serve } from "@hono/node-server";
import { Hono } from "hono";
import type { OpenedStore } from "../../src/adapters/store/open-store.ts";
import { openEmptyStore } from "./empty-store.ts";
import { sha256Hex } from "../../src/core/kernel/digest.ts";
import { installationId, type PullKey, repositoryId, sha } from "../../src/core/kernel/ids.ts";
import { type Instant, instant } from "../../src/core/kernel/instant.ts";
import type { Rollout } from "../../src/core/rollout/rollout.ts";
import type { Forge } from "../../src/ports/forge.ts";
import type { Ports } from "../../src/ports/ports.ts";
import type { TokenScope } from "../../src/ports/store/tokens.ts";
import { apiRoutes } from "../../src/surfaces/api/routes.ts";
import { ofrepRoutes } from "../../src/surfaces/ofrep/routes.ts";
import { otlpRoutes } from "../../src/surfaces/otlp/routes.ts";
import { NO_JOBS } from "./job-tokens.ts";
import { NO_MODELS } from "./models/no-models.ts";
import { NO_SEALED_REPOSITORIES } from "./no-sealed-repositories.ts";
import { quietLog } from "./quiet-log.ts";
import { BEGAN } from "./rollouts.ts";

export const RUNTIME_TOKEN = "omt_a-runtime-of-greeter";

/** The runtimes' doors on a store in memory; time stands still unless a clock is given. */
export type RuntimeApp = {
  readonly app: Hono;
  readonly store: OpenedStore;
  readonly rung: PullKey[];
  setTime(now: Instant): void;
  giveToken(text: string, scopes: readonly TokenScope[], system?: string): Promise<void>;
  save(rollout: Rollout): Promise<void>;
  rollout(id?: string): Promise<Rollout>;
  /** Listens on a free port of this machine. */
  listen(): Promise<{ readonly url: string; close(): Promise<void> }>;
  /** Back to an empty house, because opening a database takes longer than most tests. */
  clear(): Promise<void>;
  close(): Promise<void>;
};

const TABLES = [
  "rollouts",
  "exposures",
  "outcomes",
  "pointers",
  "artifacts",
  "work",
  "capture_rules",
];

export async function openRuntimeApp(
  parts: {
    readonly forge?: Forge;
    readonly now?: () => Instant;
    readonly system?: string;
    readonly store?: OpenedStore;
  } = {},
): Promise<RuntimeApp> {
  const store = parts.store ?? (await openEmptyStore());
  const rung: PullKey[] = [];
  let time = BEGAN;
  let made = 0;
  const ports: Ports = {
    store,
    forge: parts.forge ?? NOBODYS_FORGE,
    sandbox: { isolation: "wasm+process", open: () => Promise.reject(new Error("not here")) },
    sealedSuites: { load: () => Promise.resolve(undefined) },
    sealedRepositories: NO_SEALED_REPOSITORIES,
    models: NO_MODELS,
    jobTokens: NO_JOBS,
    starter: { files: () => Promise.resolve(new Map()) },
    wake: {
      ring: (key) => {
        rung.push(key);
        return Promise.resolve();
      },
    },
    clock: { now: parts.now ?? (() => time) },
    entropy: { id: () => `id-${(made += 1)}` },
    log: quietLog,
    appVersion: "0.0.0-test",
  };
  const system = parts.system ?? "greeter";
  await store.transact((tx) => tx.systems.rememberInstallation(repositoryId(7), installationId(1)));
  const app = new Hono()
    .route("/", ofrepRoutes(ports))
    .route("/", otlpRoutes(ports))
    .route("/", apiRoutes(ports));
  const opened: RuntimeApp = {
    app,
    store,
    rung,
    setTime: (now) => {
      time = now;
    },
    giveToken: (text, scopes, named = system) =>
      store.transact((tx) =>
        tx.tokens.save({
          sha256: sha256Hex(text),
          repositoryId: repositoryId(7),
          system: named,
          scopes,
          createdBy: "dana",
          createdAt: BEGAN,
        }),
      ),
    save: (rollout) => store.transact((tx) => tx.rollouts.save(rollout)),
    rollout: async (id = "rollout-1") => {
      const found = await store.transact((tx) => tx.rollouts.load(id));
      if (found === undefined) throw new Error("no such roll-out");
      return found;
    },
    listen: () => listen(app),
    clear: async () => {
      for (const table of TABLES) await store.executeSql(`DELETE FROM ${table}`, []);
      rung.length = 0;
      time = BEGAN;
    },
    close: () => store.close(),
  };
  await opened.giveToken(RUNTIME_TOKEN, ["evaluate", "report"]);
  return opened;
}

/** Production points at a version, as after a promotion. */
export async function pointAt(
  { store }: RuntimeApp,
  rollout: Pick<Rollout, "stable" | "before" | "system">,
): Promise<void> {
  await store.transact((tx) =>
    tx.systems.point({
      repositoryId: repositoryId(7),
      system: rollout.system,
      artifact: rollout.stable,
      version: rollout.before,
      commit: sha("b".repeat(40)),
      since: instant(BEGAN - 1000),
    }),
  );
}

function listen(app: Hono): Promise<{ readonly url: string; close(): Promise<void> }> {
  return new Promise((resolve) => {
    const server = serve({ fetch: app.fetch, hostname: "127.0.0.1", port: 0 }, ({ port }) =>
      resolve({
        url: `http://127.0.0.1:${port}`,
        close: () =>
          new Promise((done) => {
            server.close(() => done());
            if ("closeAllConnections" in server) server.closeAllConnections();
          }),
      }),
    );
  });
}

const NOBODYS_FORGE: Forge = {
  repository: () => Promise.reject(new Error("there is no GitHub here")),
  look: () => Promise.reject(new Error("there is no GitHub here")),
  userOf: () => Promise.resolve(undefined),
};
