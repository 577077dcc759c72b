import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import {
  type AppProcess,
  type AppSettings,
  startApp,
} from "../../../src/local/demo/app-process.ts";
import type { LocalGitHub } from "../../../src/local/github/server.ts";
import { balanceOver, type Relay } from "../relay.ts";

/** Two replicas of the app on one server, and the door in front of them. */
export type Fleet = {
  /** Where GitHub delivers to: whichever of them answers. */
  readonly door: Relay;
  /** One that lives, where any does. */
  url(): string;
  /** Kills one without warning and starts it again; resolves when it listens. */
  killOne(): Promise<void>;
  counts(): FleetCounts;
  stop(): Promise<void>;
};

type FleetCounts = {
  readonly kills: number;
  /** Lines of their logs that tell of trouble, by message. */
  readonly troubles: ReadonlyMap<string, number>;
};

export type FleetOptions = {
  readonly github: LocalGitHub;
  readonly databaseUrl: string;
  readonly sealedDirectory: string;
  readonly random: () => number;
};

/** Kept in its place while it is started again. */
type Replica = { app: AppProcess; readonly port: string; isUp: boolean };

const REPLICAS = 2;

const MOST_TRIES = 5;

/** From the repository's root, because a long run is compiled to another folder than it stands in. */
const PROGRAM = join(process.cwd(), "dist/main.js");

export async function openFleet(options: FleetOptions): Promise<Fleet> {
  const { random } = options;
  const troubles = new Map<string, number>();
  const settings = (port: string): AppSettings => ({
    program: PROGRAM,
    environment: { ...environmentOf(options), PORT: port },
    onLog: (line) => note(troubles, line),
  });
  const replicas: Replica[] = [];
  // One after the other: the first makes the tables.
  for (let count = 0; count < REPLICAS; count += 1) {
    const app = await startAgain(settings("0"));
    replicas.push({ app, port: new URL(app.url).port, isUp: true });
  }
  let kills = 0;
  const anyOf = (some: readonly Replica[]): Replica | undefined =>
    some[Math.floor(random() * some.length)];
  const door = await balanceOver(() => {
    const first = anyOf(replicas);
    return [...replicas].sort((one) => (one === first ? -1 : 1)).map(({ app }) => app.url);
  });
  return {
    door,
    url: () => (replicas.find(({ isUp }) => isUp) ?? replicas[0])?.app.url ?? "",
    killOne: async () => {
      const victim = anyOf(replicas.filter(({ isUp }) => isUp));
      if (victim === undefined) return;
      victim.isUp = false;
      kills += 1;
      await victim.app.kill();
      victim.app = await startAgain(settings(victim.port));
      victim.isUp = true;
    },
    counts: () => ({ kills, troubles }),
    stop: async () => {
      while (replicas.some(({ isUp }) => !isUp)) await pause(100);
      for (const { app } of replicas) await app.stop();
      door.close();
    },
  };
}

/** Whoever runs an app tries again: on a machine that is busy a start may take too long. */
async function startAgain(settings: AppSettings): Promise<AppProcess> {
  for (let tries = 1; tries < MOST_TRIES; tries += 1) {
    const app = await startApp(settings).catch(() => undefined);
    if (app !== undefined) return app;
  }
  return startApp(settings);
}

/** Documented variables and no others. */
function environmentOf({ github, databaseUrl, sealedDirectory }: FleetOptions) {
  return {
    GHE_HOST: github.host,
    GHE_PROTOCOL: "http",
    APP_ID: String(github.appId),
    PRIVATE_KEY: github.privateKey,
    WEBHOOK_SECRET: github.webhookSecret,
    AGENT_OMEGA_SEALED_DIR: sealedDirectory,
    LOG_LEVEL: "warn",
    DATABASE_URL: databaseUrl,
  };
}

function note(troubles: Map<string, number>, line: string): void {
  if (line.startsWith("listening on ")) return;
  const message = messageIn(line);
  troubles.set(message, (troubles.get(message) ?? 0) + 1);
}

function messageIn(line: string): string {
  try {
    const { msg, detail } = JSON.parse(line);
    return detail === undefined ? String(msg) : `${msg}: ${String(detail).slice(0, 120)}`;
  } catch {
    return line.slice(0, 120);
  }
}
