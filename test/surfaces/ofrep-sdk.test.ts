import { execFile } from "node:child_process";
import { createServer } from "node:net";
import { promisify } from "node:util";
import { type Client, createEvaluationEvent, OpenFeature } from "@openfeature/server-sdk";
import { OFREPProvider } from "@openfeature/ofrep-provider";
import type { Attributes } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { NodeTracerProvider, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-node";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { aCanary, aRollout, BEGAN } from "../support/rollouts.ts";
import { openRuntimeApp, pointAt, RUNTIME_TOKEN, type RuntimeApp } from "../support/runtime-app.ts";

let runtime: RuntimeApp;
let listening: Awaited<ReturnType<RuntimeApp["listen"]>>;

beforeAll(async () => {
  runtime = await openRuntimeApp();
  listening = await runtime.listen();
});

afterEach(async () => {
  await OpenFeature.clearProviders();
  await runtime.clear();
});

afterAll(async () => {
  await listening.close();
  await runtime.close();
});

/** What a runtime has on disk, and goes on with when nobody answers. */
const ON_DISK = { artifact: "sha256:on-disk" };

const AUTHORIZATION = `Bearer ${RUNTIME_TOKEN}`;

async function clientOf(baseUrl = listening.url, headers = { Authorization: AUTHORIZATION }) {
  await OpenFeature.setProviderAndWait("greeter", new OFREPProvider({ baseUrl, headers }));
  return OpenFeature.getClient("greeter");
}

const units = Array.from({ length: 150 }, (_, index) => `unit-${index}`);

async function candidatesOf(client: Client): Promise<Set<string>> {
  const given = new Set<string>();
  for (const targetingKey of units) {
    const { variant } = await client.getObjectDetails("greeter", ON_DISK, { targetingKey });
    if (variant === "candidate") given.add(targetingKey);
  }
  return given;
}

describe("OpenFeature's server SDK with its OFREP provider", () => {
  it("is given an artifact, its variant and the roll-out to report under", async () => {
    const canary = aCanary({ share: 100 });
    await runtime.save(canary);
    const client = await clientOf();
    const details = await client.getObjectDetails("greeter", ON_DISK, { targetingKey: "u1" });

    expect(details).toMatchObject({
      value: { artifact: canary.candidate },
      variant: "candidate",
      reason: "SPLIT",
      flagMetadata: { rollout: "rollout-1", flagSetId: "rollout-1", step: 0 },
    });
  });

  it("keeps each unit on its version, and only ever adds units while the share grows", async () => {
    await runtime.save(aCanary());
    const client = await clientOf();
    const quarter = await candidatesOf(client);
    expect(await candidatesOf(client)).toEqual(quarter);

    // Units that ask for the first time under the larger share: those of the smaller are among them.
    await runtime.store.executeSql("DELETE FROM exposures", []);
    await runtime.save(aCanary({ share: 60 }));
    const most = await candidatesOf(client);

    expect(quarter.size).toBeGreaterThan(15);
    expect(most.size).toBeGreaterThan(quarter.size);
    expect([...quarter].filter((unit) => !most.has(unit))).toEqual([]);
  });

  it("is sent back by a rollback, whatever units were pinned to", async () => {
    await runtime.save(aCanary({ share: 100 }));
    const client = await clientOf();
    expect((await candidatesOf(client)).size).toBe(units.length);
    await runtime.save(aCanary({ state: "rolling-back", share: 0 }));

    expect((await candidatesOf(client)).size).toBe(0);
  });

  it("learns of the shadow's artifact and is given the stable one", async () => {
    const shadow = aRollout({ state: "shadow" });
    await runtime.save(shadow);
    const client = await clientOf();

    expect(await client.getObjectDetails("greeter", ON_DISK, { targetingKey: "u1" })).toMatchObject(
      {
        value: { artifact: shadow.stable },
        flagMetadata: { shadow_artifact: shadow.candidate },
      },
    );
  });

  it("goes on with what it has on disk when the app is away, refuses it or knows no flag", async () => {
    await runtime.save(aCanary({ share: 100 }));
    const context = { targetingKey: "u1" };
    const away = await clientOf(`http://127.0.0.1:${await closedPort()}`);
    expect(await away.getObjectDetails("greeter", ON_DISK, context)).toMatchObject({
      value: ON_DISK,
      reason: "ERROR",
    });

    const stranger = await clientOf(listening.url, { Authorization: "Bearer nobody" });
    expect(await stranger.getObjectValue("greeter", ON_DISK, context)).toEqual(ON_DISK);
    const client = await clientOf();
    expect(await client.getObjectDetails("other", ON_DISK, context)).toMatchObject({
      value: ON_DISK,
      errorCode: "FLAG_NOT_FOUND",
    });
    expect(await client.getObjectDetails("greeter", ON_DISK, {})).toMatchObject({
      value: ON_DISK,
      errorCode: "TARGETING_KEY_MISSING",
    });
  });

  it("needs no attribute of ours where its evaluation is an event on the unit's span", async () => {
    const canary = aCanary({ share: 100 });
    await runtime.save(canary);
    const exporter = new OTLPTraceExporter({
      url: `${listening.url}/v1/traces`,
      headers: { Authorization: AUTHORIZATION },
    });
    const provider = new NodeTracerProvider({
      spanProcessors: [new SimpleSpanProcessor(exporter)],
    });
    const span = provider.getTracer("greeter").startSpan("invoke_agent", { startTime: BEGAN });
    const client = await clientOf();
    client.addHooks({
      finally: (context, details) => {
        const { name, attributes } = createEvaluationEvent(context, details);
        span.addEvent(name, scalarsOf(attributes), BEGAN);
      },
    });
    await client.getObjectValue("greeter", ON_DISK, { targetingKey: "u1" });
    span.addEvent(
      "gen_ai.evaluation.result",
      { "gen_ai.evaluation.name": "resolved", "gen_ai.evaluation.score.value": 1 },
      BEGAN,
    );
    span.end(BEGAN + 20);
    await provider.shutdown();

    expect((await runtime.rollout()).health).toMatchObject({
      units: 1,
      metrics: { resolved: { candidateTotal: 1 } },
    });
  });
});

/** What OpenTelemetry's hooks keep of an evaluation: attributes are scalars. */
function scalarsOf(attributes: Readonly<Record<string, unknown>>): Attributes {
  return Object.fromEntries(
    Object.entries(attributes).flatMap(([key, value]) =>
      typeof value === "string" || typeof value === "number" ? [[key, value] as const] : [],
    ),
  );
}

describe("the bulk answer", () => {
  const bulk = (etag?: string) =>
    fetch(`${listening.url}/ofrep/v1/evaluate/flags`, {
      method: "POST",
      headers: {
        authorization: AUTHORIZATION,
        ...(etag === undefined ? {} : { "if-none-match": etag }),
      },
      body: JSON.stringify({ context: { targetingKey: "u1" } }),
    });

  it("is saved a second time by its tag, until traffic turns", async () => {
    await runtime.save(aCanary({ share: 100 }));
    const first = await bulk();
    const etag = first.headers.get("etag") ?? "";
    expect(await first.json()).toMatchObject({ flags: [{ key: "greeter", variant: "candidate" }] });
    // The first answer pinned the unit, which is the same answer.
    const second = await bulk(etag);
    expect(second.status).toBe(304);
    expect(await second.text()).toBe("");

    await runtime.save(aCanary({ state: "rolling-back", share: 0 }));
    const { stable, before, system } = aCanary();
    await pointAt(runtime, { stable, before, system });
    expect((await bulk(etag)).status).toBe(200);
  });

  it("can be had by curl", async () => {
    await runtime.save(aCanary({ share: 100 }));
    const ask = async (...headers: readonly string[]) => {
      const sent = [`Authorization: ${AUTHORIZATION}`, ...headers].flatMap((one) => ["-H", one]);
      const body = ["--data", '{"context": {"targetingKey": "u1"}}'];
      const url = `${listening.url}/ofrep/v1/evaluate/flags`;
      const { stdout } = await promisify(execFile)("curl", ["-si", ...sent, ...body, url]);
      return stdout;
    };
    const first = await ask();
    expect(first).toMatch(/^HTTP\/1\.1 200/);
    expect(first).toContain('"variant":"candidate"');
    const etag = /^etag: (.+)\r$/im.exec(first)?.[1] ?? "";

    expect(await ask(`If-None-Match: ${etag}`)).toMatch(/^HTTP\/1\.1 304/);
  });
});

/** A port that nobody listens on any more. */
function closedPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
