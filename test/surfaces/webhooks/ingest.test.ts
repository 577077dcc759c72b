import { request } from "node:http";
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { instant } from "../../../src/core/kernel/instant.ts";
import type { Received } from "../../../src/flows/intake/receive-deliveries.ts";
import type { Delivery } from "../../../src/ports/store/inbox.ts";
import { WEBHOOK_PATH, webhookRoutes } from "../../../src/surfaces/webhooks/ingest.ts";
import {
  type Answer,
  type Door,
  postWebhook,
  type Sending,
  webhookHeaders,
} from "../../support/post-webhook.ts";
import { quietLog } from "../../support/quiet-log.ts";
import { payloadOf } from "../../support/webhook-examples.ts";

const SECRET = "b9f1c2a73d5e4f60";
const PREVIOUS = "0a1b2c3d4e5f6071";
const APP = 42;
const MIB = 1024 * 1024;

let stored: Delivery[];
let lines: string[];
let receive: (delivery: Delivery) => Promise<Received>;
let server: ReturnType<typeof serve>;
let port: number;

beforeAll(async () => {
  const note = (message: string, fields?: object) =>
    void lines.push(`${message} ${JSON.stringify(fields)}`);
  const routes = webhookRoutes({
    appId: APP,
    secrets: [SECRET, PREVIOUS],
    clock: { now: () => instant(5) },
    log: { ...quietLog, warn: note, error: note },
    receive: (deliveries) => Promise.allSettled(deliveries.map(receive)),
  });
  port = await new Promise((resolve) => {
    server = serve(
      { fetch: routes.fetch, hostname: "127.0.0.1", port: 0 },
      (address: AddressInfo) => resolve(address.port),
    );
  });
});
afterAll(() => void server.close());
beforeEach(() => {
  stored = [];
  lines = [];
  receive = async (delivery) => {
    stored.push(delivery);
    return "passed";
  };
});

const BODY = JSON.stringify(payloadOf("pull_request", "opened"));

/** Over a real socket, because what matters is what arrives before a request has ended. */
function deliver(sending: Sending): Promise<Answer> {
  const headers = {
    "x-github-delivery": "72d3162e-cc78-11e3-81ab-4c9367dc0958",
    ...sending.headers,
  };
  return postWebhook(door(), { ...sending, headers });
}

function door(): Door {
  return { url: `http://127.0.0.1:${port}`, secret: SECRET, appId: APP };
}

describe("a webhook of GitHub", () => {
  it("is stored whole, with the facts it is found by, and then accepted", async () => {
    expect(await deliver({ body: BODY })).toEqual({ status: 202, reason: "passed" });
    expect(stored).toEqual([
      {
        guid: "72d3162e-cc78-11e3-81ab-4c9367dc0958",
        event: "pull_request",
        action: "opened",
        installationId: expect.any(Number),
        repositoryId: expect.any(Number),
        payload: BODY,
        receivedAt: 5,
      },
    ]);
    expect(lines).toEqual([]);
  });

  it("asks for nothing where it tells the app of its own check, and for a look where nobody understands it", async () => {
    const own = payloadOf("check_run", "rerequested", {
      action: "created",
      installation: { id: 5 },
    });
    const others = { ...payloadOf("pull_request", "opened"), number: "no number" };

    await deliver({ body: JSON.stringify(own), headers: { "x-github-event": "check_run" } });
    await deliver({ body: JSON.stringify(others) });

    expect(stored.map(({ asksNothing }) => asksNothing)).toEqual([true, undefined]);
  });

  it("is taken under the previous secret while secrets are rotated", async () => {
    expect(await deliver({ body: BODY, secret: PREVIOUS })).toMatchObject({ status: 202 });
  });

  it("is taken with 24 MiB of text that is not ASCII, in pieces of unknown number", async () => {
    const body = JSON.stringify({ text: "é".repeat(12 * MIB) });

    expect(await deliver({ body, chunked: true })).toMatchObject({ status: 202 });
    expect(stored[0]?.payload).toBe(body);
  });

  it("is taken when no target is named, as by an old Enterprise server", async () => {
    const headers = { "x-github-hook-installation-target-id": undefined };

    expect(await deliver({ body: BODY, headers })).toMatchObject({ status: 202 });
  });

  it.each(["delivery-replayed", "installation-unknown"] as const)(
    "that is %s says so",
    async (received) => {
      receive = async () => received;
      const status = received === "delivery-replayed" ? 202 : 404;

      expect(await deliver({ body: BODY })).toEqual({ status, reason: received });
    },
  );

  it("that cannot be stored is not accepted, so that it can be delivered again", async () => {
    receive = () => Promise.reject(new Error("the database is away"));

    expect(await deliver({ body: BODY })).toEqual({ status: 503, reason: "dependency-failed" });
    expect(lines).toHaveLength(1);
  });
});

const bom = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(BODY)]);

describe("a hostile request", () => {
  it.each<[string, Sending, number, string]>([
    [
      "unsigned",
      { body: BODY, headers: { "x-hub-signature-256": undefined } },
      401,
      "webhook-unsigned",
    ],
    ["signed by another secret", { body: BODY, secret: "guessed" }, 401, "webhook-signature-wrong"],
    [
      "signed by the old algorithm only",
      { body: BODY, headers: { "x-hub-signature-256": undefined, "x-hub-signature": "sha1=00" } },
      401,
      "webhook-unsigned",
    ],
    [
      "signed by nonsense",
      { body: BODY, headers: { "x-hub-signature-256": "sha256=zz" } },
      401,
      "webhook-signature-wrong",
    ],
    ["empty", { body: "" }, 400, "webhook-not-json"],
    ["not JSON, though signed", { body: "{" }, 400, "webhook-not-json"],
    ["JSON but no object", { body: "[]" }, 400, "webhook-not-json"],
    ["with a mark before the JSON", { body: bom }, 400, "webhook-not-json"],
    [
      "as a form",
      { body: BODY, headers: { "content-type": "application/x-www-form-urlencoded" } },
      400,
      "webhook-not-json",
    ],
    [
      "without an event",
      { body: BODY, headers: { "x-github-event": undefined } },
      400,
      "webhook-incomplete",
    ],
    [
      "without a GUID",
      { body: BODY, headers: { "x-github-delivery": undefined } },
      400,
      "webhook-incomplete",
    ],
    [
      "with a GUID that is a query",
      { body: BODY, headers: { "x-github-delivery": "'; DROP TABLE deliveries" } },
      400,
      "webhook-incomplete",
    ],
    [
      "for another app",
      { body: BODY, headers: { "x-github-hook-installation-target-id": "43" } },
      403,
      "request-unauthorised",
    ],
    [
      "with an installation that is no number",
      { body: JSON.stringify({ installation: { id: "1 OR 1" } }) },
      400,
      "webhook-not-json",
    ],
    [
      "of bytes that are no text",
      { body: new Uint8Array([0x7b, 0xff, 0x7d]) },
      400,
      "webhook-not-json",
    ],
    ["of nesting without end", { body: "[".repeat(2 * MIB) }, 400, "webhook-not-json"],
  ])(
    "%s is refused with its reason and one line of log",
    async (...[, sending, status, reason]) => {
      expect(await deliver(sending)).toEqual({ status, reason });
      expect(stored).toEqual([]);
      expect(lines).toHaveLength(1);
      expect(lines[0]).not.toMatch(/Codertocat|DROP/);
    },
  );

  it.each([
    ["that says so", false],
    ["that says nothing of its length", true],
  ])("of 26 MiB %s is refused, and the server lives", async (_how, chunked) => {
    const body = Buffer.alloc(26 * MIB, "a");

    const answer = await deliver({ body, chunked }).catch(() => ({ reason: "connection-ended" }));

    expect(["webhook-too-large", "connection-ended"]).toContain(answer.reason);
    expect(lines.join()).toContain("webhook-too-large");
    expect(stored).toEqual([]);
    expect(await deliver({ body: BODY })).toMatchObject({ status: 202 });
  });

  it("that ends in the middle costs nothing but itself", async () => {
    const headers = { ...(await webhookHeaders(door(), { body: BODY })), "content-length": "1000" };
    await new Promise<void>((resolve) => {
      const outgoing = request({
        host: "127.0.0.1",
        port,
        path: WEBHOOK_PATH,
        method: "POST",
        headers,
      });
      outgoing.on("error", () => resolve());
      outgoing.write("{", () => outgoing.destroy(new Error("gone")));
    });

    expect(await deliver({ body: BODY })).toMatchObject({ status: 202 });
    expect(stored).toHaveLength(1);
  });
});
