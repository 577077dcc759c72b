import { Hono } from "hono";
import { SmeeClient } from "smee-client";
import type { World } from "./compose.ts";
import { instant } from "./core/kernel/instant.ts";
import type { Ports } from "./ports/ports.ts";
import { wakeQuarantined } from "./flows/evaluation/wake-quarantined.ts";
import { applyHints } from "./flows/intake/apply-hint.ts";
import { recoverDeliveries } from "./flows/intake/recover-deliveries.ts";
import { receiveDeliveries } from "./flows/intake/receive-deliveries.ts";
import { reconcilePull } from "./flows/reconcile/reconcile-pull.ts";
import { sweepRepositories } from "./flows/intake/sweep-repositories.ts";
import { workInbox } from "./flows/intake/work-inbox.ts";
import { type HttpServer, listenOn } from "./http-server.ts";
import type { Settings } from "./settings.ts";
import { ledgerRoutes } from "./surfaces/api/ledger.ts";
import { apiRoutes } from "./surfaces/api/routes.ts";
import { healthRoutes } from "./surfaces/health.ts";
import { refuse } from "./surfaces/problem.ts";
import { ofrepRoutes } from "./surfaces/ofrep/routes.ts";
import { otlpRoutes } from "./surfaces/otlp/routes.ts";
import { giveToProbot } from "./surfaces/webhooks/give-to-probot.ts";
import { listenToEvents } from "./surfaces/webhooks/listen.ts";
import { WEBHOOK_PATH, webhookRoutes } from "./surfaces/webhooks/ingest.ts";

/** How often GitHub is asked for what its webhooks may not have told, and how soon after a failure. */
const SWEEP_EVERY = 30 * 60_000;
const SWEEP_AGAIN = 30_000;

/** Commands that people gave longer before a start than this they may have given up, and would be surprised to see done. */
const LOOK_BACK = 24 * 60 * 60_000;

/** How often is looked whether quarantined changes have new evidence. Asks GitHub nothing. */
const EVIDENCE_EVERY = 5_000;

/** Puts the surfaces on one port and sets the workers going. */
export async function startServer(world: World, settings: Settings): Promise<HttpServer> {
  const { ports } = world;
  const inbox = startWork(world, settings);
  const app = surfacesOf(ports, settings, () => inbox.nudge());
  try {
    const listening = await listenOn(app, settings);
    const smee = await forwardWebhooks(settings, listening.url);
    ports.log.info("ready", { url: listening.url });
    return {
      url: listening.url,
      close: async () => {
        await smee?.stop();
        await listening.close();
        await world.close();
      },
    };
  } catch (fault) {
    await world.close();
    throw fault;
  }
}

/** Sets going what works without being asked: the inbox, pull requests that are due, those with new evidence, the sweep. */
function startWork(world: World, settings: Settings): ReturnType<World["queue"]["sweep"]> {
  const { ports, probot, queue } = world;
  listenToEvents(probot, {
    appId: settings.appId,
    clock: ports.clock,
    log: ports.log,
    apply: (guid, hints) => applyHints(ports, guid, hints),
  });
  const inbox = queue.sweep(() => workInbox(ports, (delivery) => giveToProbot(probot, delivery)));
  queue.work((key) => reconcilePull(ports, key));
  let evidenceDue = 0;
  queue.sweep(async () => {
    const now = ports.clock.now();
    if (now < evidenceDue) return;
    await wakeQuarantined(ports);
    evidenceDue = now + EVIDENCE_EVERY;
  });
  queue.sweep(sweeping(world));
  return inbox;
}

/** Looks for what webhooks did not tell, at once and from then on every half hour. */
function sweeping({ ports, installations, deliveries }: World): () => Promise<void> {
  let due = 0;
  let lostSince = instant(ports.clock.now() - LOOK_BACK);
  return async () => {
    const now = ports.clock.now();
    if (now < due) return;
    due = now + SWEEP_AGAIN;
    await sweepRepositories(ports, installations);
    const isDone = await recoverDeliveries(ports, deliveries, lostSince);
    due = now + SWEEP_EVERY;
    // What was asked for again may have failed again, and what just failed may not be listed yet.
    if (isDone) lostSince = instant(now - SWEEP_EVERY);
  };
}

function surfacesOf(ports: Ports, settings: Settings, onStored: () => void): Hono {
  const webhooks = webhookRoutes({
    appId: settings.appId,
    secrets: settings.webhookSecrets,
    clock: ports.clock,
    log: ports.log,
    receive: async (deliveries) => {
      const received = await receiveDeliveries(ports, deliveries);
      if (deliveries.some(({ asksNothing }) => asksNothing === undefined)) onStored();
      return received;
    },
  });
  const app = new Hono()
    .route("/", webhooks)
    .route("/", healthRoutes(ports))
    .route("/", ofrepRoutes(ports))
    .route("/", otlpRoutes(ports))
    .route("/", ledgerRoutes(ports))
    .route("/", apiRoutes(ports));
  app.notFound((c) => refuse(c, "not-found"));
  app.onError((fault, c) => {
    ports.log.error("a request failed", { detail: fault.message });
    return refuse(c, "internal-fault");
  });
  return app;
}

/** For a machine that GitHub cannot reach: smee.io hands the webhooks on. */
async function forwardWebhooks(
  { webhookProxyUrl }: Settings,
  url: string,
): Promise<{ stop(): Promise<void> } | undefined> {
  if (webhookProxyUrl === undefined) return undefined;
  const client = new SmeeClient({ source: webhookProxyUrl, target: `${url}${WEBHOOK_PATH}` });
  await client.start();
  return { stop: () => client.stop() };
}
