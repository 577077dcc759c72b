import { resolve } from "node:path";
import type { Probot } from "probot";
import { openJobTokens } from "./adapters/actions/job-tokens.ts";
import { systemClock, systemEntropy } from "./adapters/clock/system-clock.ts";
import type { DirectoryLock } from "./adapters/data-directory/lock.ts";
import { appDeliveriesOf } from "./adapters/github/app-deliveries.ts";
import { openClients } from "./adapters/github/clients.ts";
import { openForge } from "./adapters/github/forge.ts";
import { openProbot } from "./adapters/github/probot.ts";
import { installationsOf } from "./adapters/github/read-installations.ts";
import { openSealedRepositories } from "./adapters/github/sealed-repositories.ts";
import { openLog, openProbotLog } from "./adapters/log/open-log.ts";
import { openModels } from "./adapters/providers/open-models.ts";
import { openQueue, type Queue } from "./adapters/queue/open-queue.ts";
import { openSandbox } from "./adapters/sandbox/sandbox.ts";
import { openSealedDirectory } from "./adapters/sealed/sealed-directory.ts";
import { openStarter } from "./adapters/starter/open-starter.ts";
import { openStore, type OpenedStore } from "./adapters/store/open-store.ts";
import { APP_VERSION } from "./app-version.ts";
import type { AppDeliveries } from "./ports/app-deliveries.ts";
import type { AppInstallations } from "./ports/app-installations.ts";
import { resumeWork } from "./flows/intake/resume-work.ts";
import type { Log } from "./ports/log.ts";
import type { Ports } from "./ports/ports.ts";
import type { Settings, StoreSetting } from "./settings.ts";

const DUE_AT_ONCE = 50;

/** The app's whole world, opened in the order in which its parts need each other. */
export type World = {
  readonly ports: Ports;
  readonly probot: Probot;
  readonly installations: AppInstallations;
  readonly deliveries: AppDeliveries;
  readonly queue: Queue;
  close(): Promise<void>;
};

/** Opens everything `omega serve` needs. Whoever has an embedded database brings its lock. */
export async function openWorld(settings: Settings, lock?: DirectoryLock): Promise<World> {
  const log = openLog({ level: settings.logLevel });
  const store = await openPlace(settings.place, log);
  if (store.kind === "embedded") await resumeWork({ store, clock: systemClock });
  const queue = await openQueue({
    database: store,
    log,
    due: (limit) =>
      store.transact((tx) => tx.work.due(systemClock.now(), Math.min(limit, DUE_AT_ONCE))),
  });
  const probot = openProbot(credentialsOf(settings), openProbotLog({ level: settings.logLevel }));
  const clients = openClients(probot, systemClock);
  const ports: Ports = {
    store,
    forge: openForge(clients, { appId: settings.appId, ...apiOf(settings) }),
    sandbox: await openSandbox({ bubblewrap: "probe", hidden: ownFolders(settings) }),
    sealedSuites: openSealedDirectory(settings.sealedDirectory),
    sealedRepositories: openSealedRepositories(clients, systemClock),
    models: openModels(settings.models),
    jobTokens: openJobTokens(settings.actionsIssuer, systemClock),
    ...(settings.judge === undefined ? {} : { judge: settings.judge }),
    ...(settings.rater === undefined ? {} : { rater: settings.rater }),
    starter: openStarter(),
    wake: queue.wake,
    clock: systemClock,
    entropy: systemEntropy,
    log,
    appVersion: APP_VERSION,
    ...(settings.publicUrl === undefined ? {} : { publicUrl: settings.publicUrl }),
  };
  return {
    ports,
    probot,
    installations: installationsOf(probot),
    deliveries: appDeliveriesOf(probot),
    queue,
    close: () => closeAll(queue, store, lock),
  };
}

/** What the app keeps on disk, which no program that it runs for others may see. */
function ownFolders({ place, sealedDirectory }: Settings): readonly string[] {
  const kept = place.kind === "directory" ? [place.path] : [];
  return [...kept, ...(sealedDirectory === undefined ? [] : [sealedDirectory])].map((path) =>
    resolve(path),
  );
}

async function closeAll(
  queue: Queue,
  store: OpenedStore,
  lock: DirectoryLock | undefined,
): Promise<void> {
  await queue.close();
  await store.close();
  await lock?.release();
}

/** The store alone, for commands that read a data directory while no app is running. */
export function openPlace(place: StoreSetting, log: Log): Promise<OpenedStore> {
  switch (place.kind) {
    case "server":
      return openStore({
        databaseUrl: place.databaseUrl,
        onIdleError: (error) =>
          log.warn("a database connection was lost", { detail: error.message }),
      });
    case "directory":
      return openStore({ dataDirectory: place.path });
    case "memory":
      return openStore({ memory: true });
  }
}

function credentialsOf(settings: Settings): Parameters<typeof openProbot>[0] {
  const [webhookSecret] = settings.webhookSecrets;
  return {
    appId: settings.appId,
    privateKey: settings.privateKey,
    webhookSecret,
    ...apiOf(settings),
  };
}

function apiOf({ gitHubApi }: Settings): { readonly baseUrl?: string } {
  return gitHubApi === undefined ? {} : { baseUrl: gitHubApi };
}
