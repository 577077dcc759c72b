import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { SmeeClient } from "smee-client";
import type { World } from "./compose.ts";
import { applyHints } from "./flows/apply-hint.ts";
import { receiveDelivery } from "./flows/receive-delivery.ts";
import { reconcilePull } from "./flows/reconcile-pull.ts";
import { workInbox } from "./flows/work-inbox.ts";
import type { Settings } from "./settings.ts";
import { ledgerRoutes } from "./surfaces/api/ledger.ts";
import { apiRoutes } from "./surfaces/api/routes.ts";
import { healthRoutes } from "./surfaces/health.ts";
import { ofrepRoutes } from "./surfaces/ofrep/routes.ts";
import { giveToProbot } from "./surfaces/webhooks/give-to-probot.ts";
import { listenToEvents } from "./surfaces/webhooks/listen.ts";
import { WEBHOOK_PATH, webhookRoutes } from "./surfaces/webhooks/ingest.ts";

export type Server = { readonly url: string; close(): Promise<void> };

/** Puts the surfaces on one port and sets the workers going. */
export async function startServer(world: World, settings: Settings): Promise<Server> {
  const { ports, probot, queue } = world;
  listenToEvents(probot, {
    appId: settings.appId,
    clock: ports.clock,
    log: ports.log,
    apply: (guid, hints) => applyHints(ports, guid, hints),
  });
  const inbox = queue.sweep(() => workInbox(ports, (delivery) => giveToProbot(probot, delivery)));
  queue.work((key) => reconcilePull(ports, key));
  const webhooks = webhookRoutes({
    appId: settings.appId,
    secrets: settings.webhookSecrets,
    clock: ports.clock,
    log: ports.log,
    receive: async (delivery) => {
      const received = await receiveDelivery(ports, delivery);
      inbox.nudge();
      return received;
    },
  });
  const app = new Hono()
    .route("/", webhooks)
    .route("/", healthRoutes(ports))
    .route("/", ofrepRoutes(ports))
    .route("/", ledgerRoutes(ports))
    .route("/", apiRoutes(ports));
  const listening = await listen(app, settings);
  const smee = await forwardWebhooks(settings, listening.url);
  return {
    url: listening.url,
    close: async () => {
      await smee?.stop();
      await listening.close();
      await world.close();
    },
  };
}

function listen(app: Hono, { host, port }: Settings): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname: host, port }, (address) => {
      const shown = host.includes(":") ? `[${host}]` : host;
      resolve({
        url: `http://${shown}:${address.port}`,
        close: () =>
          new Promise((done) => {
            server.close(() => done());
            if ("closeAllConnections" in server) server.closeAllConnections();
          }),
      });
    });
    server.once("error", reject);
  });
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
