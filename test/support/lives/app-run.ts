import type { OutgoingDelivery } from "../../../src/local/github/hooks/delivery.ts";
import type { LocalGitHub } from "../../../src/local/github/server.ts";
import { openClients } from "../../../src/adapters/github/clients.ts";
import { openForge } from "../../../src/adapters/github/forge.ts";
import { openProbot } from "../../../src/adapters/github/probot.ts";
import { installationsOf } from "../../../src/adapters/github/read-installations.ts";
import { openProbotLog } from "../../../src/adapters/log/open-log.ts";
import type { RepositoryId } from "../../../src/core/kernel/ids.ts";
import { type Instant, later } from "../../../src/core/kernel/instant.ts";
import { applyHints } from "../../../src/flows/intake/apply-hint.ts";
import { receiveDeliveries } from "../../../src/flows/intake/receive-deliveries.ts";
import { resumeWork } from "../../../src/flows/intake/resume-work.ts";
import { sweepRepositories } from "../../../src/flows/intake/sweep-repositories.ts";
import { workInbox } from "../../../src/flows/intake/work-inbox.ts";
import { reconcilePull } from "../../../src/flows/reconcile/reconcile-pull.ts";
import type { Clock } from "../../../src/ports/clock.ts";
import type { Ports } from "../../../src/ports/ports.ts";
import type { Store } from "../../../src/ports/store/store.ts";
import { giveToProbot } from "../../../src/surfaces/webhooks/give-to-probot.ts";
import { WEBHOOK_PATH, webhookRoutes } from "../../../src/surfaces/webhooks/ingest.ts";
import { listenToEvents } from "../../../src/surfaces/webhooks/listen.ts";
import { NO_JOBS } from "../job-tokens.ts";
import { NO_MODELS } from "../models/no-models.ts";
import { NO_SEALED_REPOSITORIES } from "../no-sealed-repositories.ts";
import { quietLog } from "../quiet-log.ts";
import { swiftSandbox } from "../swift-sandbox.ts";
import { sealedSuite, starter } from "./small-desk.ts";

/** The app from one start to its end, as `omega serve` composes it, but for sockets and timers. */
export type AppRun = {
  readonly ports: Ports;
  /** Hands a delivery over as GitHub does; answers its status. */
  deliver(delivery: OutgoingDelivery): Promise<number>;
  /** Works on the inbox and on what is due in this repository, until nothing is. */
  work(): Promise<Rest>;
  sweep(): Promise<void>;
};

/** Whether something waits for its next try. What waits for a stage's deadline does not count. */
type Rest = "owes" | "rests";

/** Longer than any pause that the app makes before it tries again. */
export const LONGEST_PAUSE = 11 * 60_000;

export type AppRunOptions = {
  readonly github: LocalGitHub;
  readonly store: Store;
  readonly clock: Clock;
  readonly fetch: typeof fetch;
  /** The only repository that is worked on; others of the same store belong to other tests. */
  readonly repository: RepositoryId;
};

const probotLog = openProbotLog({ level: "silent" });

/** More turns mean that two parts of the app wake each other for ever. */
const MOST_TURNS = 40;

let ids = 0;

export async function startRun(options: AppRunOptions): Promise<AppRun> {
  const { github, store, clock, repository } = options;
  const baseUrl = `${github.url}/api/v3`;
  const { appId, privateKey, webhookSecret } = github;
  const probot = openProbot(
    { appId, privateKey, webhookSecret, baseUrl, fetch: options.fetch },
    probotLog,
  );
  const ports: Ports = {
    store,
    forge: openForge(openClients(probot, clock), { appId, baseUrl }),
    sandbox: swiftSandbox,
    sealedSuites: sealedSuite,
    sealedRepositories: NO_SEALED_REPOSITORIES,
    models: NO_MODELS,
    jobTokens: NO_JOBS,
    starter,
    wake: { ring: async () => {} },
    clock,
    entropy: { id: () => `${repository}-${(ids += 1)}` },
    log: quietLog,
    appVersion: "0.0.0",
  };
  listenToEvents(probot, {
    appId,
    clock,
    log: quietLog,
    apply: (guid, hints) => applyHints(ports, guid, hints),
  });
  const doors = webhookRoutes({
    appId,
    secrets: [webhookSecret],
    clock,
    log: quietLog,
    receive: (deliveries) => receiveDeliveries(ports, deliveries),
  });
  await resumeWork(ports);
  return {
    ports,
    deliver: async ({ headers, payload }) => {
      const body = JSON.stringify(payload);
      return (await doors.request(WEBHOOK_PATH, { method: "POST", headers, body })).status;
    },
    work: async () => {
      let left = 0;
      for (let turn = 0; turn < MOST_TURNS; turn += 1) {
        const { waiting, due, soon } = await owed(ports, repository);
        if (due.length === 0 && (waiting === 0 || waiting === left)) {
          return waiting + soon.length > 0 ? "owes" : "rests";
        }
        if (waiting > 0) await workInbox(ports, (delivery) => giveToProbot(probot, delivery));
        // What fails stays due for later, as the queue leaves it.
        for (const key of due) await reconcilePull(ports, key).catch(() => {});
        left = waiting;
      }
      throw new Error("the app did not come to rest");
    },
    sweep: () => sweepRepositories(ports, installationsOf(probot)),
  };
}

/** Deliveries that wait, and what is due here now and soon: one look instead of the queue's two. */
function owed({ store, clock }: Ports, repository: RepositoryId) {
  return store.transact(async (tx) => {
    const now = clock.now();
    const own = async (until: Instant) =>
      (await tx.work.due(until, 1_000)).filter(({ repositoryId }) => repositoryId === repository);
    const soon = await own(later(now, LONGEST_PAUSE));
    return {
      waiting: await tx.inbox.waiting(),
      soon,
      due: soon.length === 0 ? [] : await own(now),
    };
  });
}
