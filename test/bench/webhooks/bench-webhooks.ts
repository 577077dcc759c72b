import { generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";
import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Hono } from "hono";
import { pino } from "pino";
import { createNodeMiddleware } from "probot";
import { openProbot } from "../../../src/adapters/github/probot.ts";
import { openStore } from "../../../src/adapters/store/open-store.ts";
import { systemClock } from "../../../src/adapters/clock/system-clock.ts";
import { installationId } from "../../../src/core/kernel/ids.ts";
import { receiveDeliveries } from "../../../src/flows/intake/receive-deliveries.ts";
import { listenOn } from "../../../src/http-server.ts";
import { WEBHOOK_PATH, webhookRoutes } from "../../../src/surfaces/webhooks/ingest.ts";
import { webhookHeaders } from "../../support/post-webhook.ts";
import { quietLog } from "../../support/quiet-log.ts";
import { type OpenPlace, openPlace } from "../../support/store-places.ts";
import { payloadOf } from "../../support/webhook-examples.ts";
import type { Bar } from "../bars.ts";
import { percentile } from "../measure.ts";
import { load, type Loaded } from "../runtimes/load.ts";

const APP_ID = 7;
const SECRET = "a secret of the bench";
const CONNECTIONS = 20;
const DELIVERIES = 10_000;
const PACE = 1000;
/** Seconds that one flood may take; the paced one takes ten where it is kept up with. */
const LONGEST = 12;
const MOST_P99_MS = 50;

type Door = { readonly url: string; close(): Promise<void> };
type Kept = Door & { readonly database: string; readonly least: number; stored(): Promise<number> };

/**
 * How many webhooks the door takes, each stored before it is answered, beside bare Probot, whose
 * handler does nothing; how soon at a steady pace; and whether the store has all that was accepted.
 * On `TEST_DATABASE_URL` where that is set, on the embedded database otherwise.
 */
export async function benchWebhooks(): Promise<readonly Bar[]> {
  const own = await openOwn();
  const peer = await openPeer();
  try {
    const body = JSON.stringify(payloadOf("pull_request", "opened"));
    console.log(
      `${own.database}, ${CONNECTIONS} connections, a body of ${Math.round(body.length / 1024)} KiB`,
    );
    await flood(peer, { prefix: "warm-peer", body, deliveries: 1000 });
    await flood(own, { prefix: "warm", body, deliveries: 1000 });
    const bare = await flood(peer, { prefix: "bare", body });
    const kept = await flood(own, { prefix: "kept", body });
    const paced = await flood(own, { prefix: "paced", body, pace: PACE });
    print("bare Probot, nothing kept", bare);
    print("the door, each stored", kept);
    print(`the door, ${PACE} a second`, paced);
    return barsOf({ own, bare, kept, paced, stored: await own.stored() });
  } finally {
    await peer.close();
    await own.close();
  }
}

type Flood = {
  readonly prefix: string;
  readonly body: string;
  readonly deliveries?: number;
  readonly pace?: number;
};

async function flood({ url }: Door, { prefix, body, ...asked }: Flood): Promise<Loaded> {
  const { deliveries = DELIVERIES, pace } = asked;
  const headers = await webhookHeaders({ url, secret: SECRET, appId: APP_ID }, { body });
  return load({
    url: `${url}${WEBHOOK_PATH}`,
    connections: CONNECTIONS,
    bodies: { body, times: deliveries },
    headers,
    named: { header: "x-github-delivery", prefix },
    within: LONGEST,
    ...(pace === undefined ? {} : { pace }),
  });
}

async function openOwn(): Promise<Kept> {
  const isServer = process.env["TEST_DATABASE_URL"] !== undefined;
  const place = await (isServer ? openPlace("PostgreSQL") : openDirectory());
  const { store } = place;
  const { installation } = payloadOf("pull_request", "opened");
  const { id } = installation as { id: number };
  await store.transact((tx) => tx.systems.rememberInstalled(installationId(id)));
  const routes = webhookRoutes({
    appId: APP_ID,
    secrets: [SECRET],
    clock: systemClock,
    log: quietLog,
    receive: (deliveries) => receiveDeliveries({ store }, deliveries),
  });
  const listening = await listenOn(new Hono().route("/", routes), { host: "127.0.0.1", port: 0 });
  return {
    url: listening.url,
    database: isServer ? "PostgreSQL" : "PGlite in a directory",
    least: isServer ? 0.25 : 0.1,
    stored: async () => {
      const { rows } = await store.executeSql(
        "SELECT count(*) AS stored FROM deliveries WHERE guid NOT LIKE 'warm%'",
      );
      return Number(rows[0]?.["stored"]);
    },
    close: async () => {
      await listening.close();
      await place.remove();
    },
  };
}

async function openDirectory(): Promise<OpenPlace> {
  const directory = await mkdtemp(join(tmpdir(), "omega-webhooks-"));
  const store = await openStore({ dataDirectory: directory });
  return {
    store,
    remove: async () => {
      await store.close();
      await rm(directory, { recursive: true });
    },
  };
}

/** The least that any app of this kind does: check the signature, parse, hand to a handler. */
async function openPeer(): Promise<Door> {
  const { privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs1", format: "pem" },
  });
  const credentials = { appId: APP_ID, privateKey, webhookSecret: SECRET };
  const probot = openProbot(credentials, pino({ level: "silent" }));
  const answer = await createNodeMiddleware((app) => app.on("pull_request", () => {}), {
    probot,
    webhooksPath: WEBHOOK_PATH,
  });
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const p99 = ({ durations }: Loaded) => percentile(durations, 0.99) / 1000;

function print(what: string, loaded: Loaded): void {
  console.log(
    `  ${what.padEnd(28)} ${loaded.perSecond.toFixed(0)}/s, p99 ${p99(loaded).toFixed(1)} ms, ${loaded.failed} failed, ${loaded.cpu.toFixed(0)} µs of the app for each`,
  );
}

type Seen = Record<"bare" | "kept" | "paced", Loaded> & {
  readonly own: Kept;
  readonly stored: number;
};

function barsOf({ own, bare, kept, paced, stored }: Seen): readonly Bar[] {
  const ratio = kept.perSecond / bare.perSecond;
  const accepted = kept.answered + paced.answered - kept.failed - paced.failed;
  return [
    {
      what: `webhooks a second, of bare Probot's, ≥ ${own.least * 100} %`,
      found: `${(ratio * 100).toFixed(0)} %`,
      held: ratio >= own.least && kept.failed + bare.failed === 0,
    },
    {
      what: `at ${PACE} a second, p99 ≤ ${MOST_P99_MS} ms`,
      found: `${p99(paced).toFixed(1)} ms, ${paced.failed} failed, ${paced.unsent} not sent in time`,
      held: p99(paced) <= MOST_P99_MS && paced.failed + paced.unsent === 0,
    },
    {
      what: "accepted and not stored: none",
      found: `${accepted - stored} of ${accepted}`,
      held: stored === accepted,
    },
  ];
}
