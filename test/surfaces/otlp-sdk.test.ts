import { DiagLogLevel, diag } from "@opentelemetry/api";
import { OTLPLogExporter as JsonLogs } from "@opentelemetry/exporter-logs-otlp-http";
import { OTLPLogExporter as ProtobufLogs } from "@opentelemetry/exporter-logs-otlp-proto";
import { OTLPTraceExporter as JsonTraces } from "@opentelemetry/exporter-trace-otlp-http";
import { OTLPTraceExporter as ProtobufTraces } from "@opentelemetry/exporter-trace-otlp-proto";
import { LoggerProvider, SimpleLogRecordProcessor } from "@opentelemetry/sdk-logs";
import { BatchSpanProcessor, NodeTracerProvider } from "@opentelemetry/sdk-trace-node";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { sha } from "../../src/core/kernel/ids.ts";
import { productionName, startProduction } from "../../src/core/rollout/production.ts";
import { aCanary, BEGAN } from "../support/rollouts.ts";
import { openRuntimeApp, pointAt, RUNTIME_TOKEN, type RuntimeApp } from "../support/runtime-app.ts";

let runtime: RuntimeApp;
let listening: Awaited<ReturnType<RuntimeApp["listen"]>>;
const warned: string[] = [];

beforeAll(async () => {
  runtime = await openRuntimeApp();
  listening = await runtime.listen();
  // As the guide has runtimes configured: by OpenTelemetry's own variables.
  vi.stubEnv("OTEL_EXPORTER_OTLP_ENDPOINT", listening.url);
  vi.stubEnv("OTEL_EXPORTER_OTLP_HEADERS", `Authorization=Bearer ${RUNTIME_TOKEN}`);
  const keep = (...parts: unknown[]) => void warned.push(parts.join(" "));
  const quiet = () => {};
  diag.setLogger(
    { error: keep, warn: keep, info: quiet, debug: quiet, verbose: quiet },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
});

afterEach(async () => {
  vi.stubEnv("OTEL_EXPORTER_OTLP_COMPRESSION", undefined);
  warned.length = 0;
  await runtime.clear();
});

afterAll(async () => {
  diag.disable();
  vi.unstubAllEnvs();
  await listening.close();
  await runtime.close();
});

type Metrics = Readonly<Record<string, string | number | boolean>>;

/** Asks for a unit's version and answers what is to be told about it later. */
async function expose(unit: string): Promise<Metrics> {
  const answer = await fetch(`${listening.url}/ofrep/v1/evaluate/flags/greeter`, {
    method: "POST",
    headers: { authorization: `Bearer ${RUNTIME_TOKEN}` },
    body: JSON.stringify({ context: { targetingKey: unit } }),
  });
  const given = (await answer.json()) as {
    readonly variant: string;
    readonly metadata: { readonly rollout: string };
  };
  return {
    "agent_omega.rollout": given.metadata.rollout,
    "feature_flag.key": "greeter",
    "feature_flag.context.id": unit,
    "feature_flag.result.variant": given.variant,
  };
}

async function traceAll(
  exporter: JsonTraces,
  spans: readonly Metrics[],
  name = "invoke_agent greeter",
): Promise<void> {
  const provider = new NodeTracerProvider({ spanProcessors: [new BatchSpanProcessor(exporter)] });
  const tracer = provider.getTracer("greeter");
  for (const attributes of spans) {
    tracer.startSpan(name, { startTime: BEGAN, attributes }).end(BEGAN + 84);
  }
  await provider.forceFlush();
  await provider.shutdown();
}

async function logAll(exporter: JsonLogs, records: readonly Metrics[]): Promise<void> {
  const processors = [new SimpleLogRecordProcessor({ exporter })];
  const provider = new LoggerProvider({ processors });
  for (const attributes of records) {
    provider.getLogger("greeter").emit({ timestamp: BEGAN + 5, attributes });
  }
  await provider.forceFlush();
  await provider.shutdown();
}

const units = (count: number) => Array.from({ length: count }, (_, index) => `u${index}`);

describe.each([
  ["JSON", () => new JsonTraces(), () => new JsonLogs()],
  ["protobuf", () => new ProtobufTraces(), () => new ProtobufLogs()],
])("the exporters of OpenTelemetry in %s", (_name, traces, logs) => {
  it.each([
    ["plain", "none"],
    ["packed", "gzip"],
  ])("report spans, %s", async (_how, compression) => {
    vi.stubEnv("OTEL_EXPORTER_OTLP_COMPRESSION", compression);
    await runtime.save(aCanary({ share: 100 }));
    const told: Metrics[] = [];
    for (const unit of units(20)) {
      told.push({ ...(await expose(unit)), "agent_omega.metric.resolved": unit !== "u3" });
      told.push({ "gen_ai.operation.name": "chat", "gen_ai.usage.input_tokens": 12 });
    }
    await traceAll(traces(), told);

    expect(warned).toEqual([]);
    expect((await runtime.rollout()).health).toMatchObject({
      units: 20,
      metrics: { resolved: { candidateUnits: 20, candidateTotal: 19 } },
    });
  });

  it("read what the conventions tell: duration, tokens and errors", async () => {
    const rules = { ...aCanary().rules, guards: CONVENTIONAL };
    await runtime.save(aCanary({ share: 100, rules }));
    const usage = { "gen_ai.usage.input_tokens": 900, "gen_ai.usage.output_tokens": 100 };
    await traceAll(traces(), [
      { ...(await expose("u1")), ...usage },
      { ...(await expose("u2")), ...usage, "error.type": "timeout" },
    ]);

    expect(warned).toEqual([]);
    expect((await runtime.rollout()).health.metrics).toMatchObject({
      latency_ms: { candidateUnits: 2, candidateTotal: 168 },
      total_tokens: { candidateTotal: 2000 },
      error: { candidateTotal: 1 },
    });
  });

  it("report log records", async () => {
    await runtime.save(aCanary({ share: 100 }));
    const told = { ...(await expose("u1")), "agent_omega.metric.resolved": 1 };
    await logAll(logs(), [told]);

    expect(warned).toEqual([]);
    expect((await runtime.rollout()).health.units).toBe(1);
  });

  it("are told what was refused, and count none of it", async () => {
    await runtime.save(aCanary({ share: 100 }));
    const told = await expose("u1");
    const poisoned = [Number.NaN, Number.POSITIVE_INFINITY, -1, "1"].map((resolved) => ({
      ...told,
      "agent_omega.metric.resolved": resolved,
    }));
    const stranger = { ...told, "feature_flag.context.id": "nobody" };
    await traceAll(traces(), [
      ...poisoned,
      { ...stranger, "agent_omega.metric.resolved": 1 },
      { ...told, "agent_omega.metric.resolved": 1, "agent_omega.rollout": "rollout-9" },
    ]);

    expect(warned).toHaveLength(1);
    expect(warned[0]).toMatch(/Partial Success.*"rejectedSpans":"?6"?/);
    expect(warned[0]).toContain("outcome-malformed (4)");
    expect(warned[0]).toContain("outcome-unexposed (1)");
    expect(warned[0]).toContain("not-found (1)");
    expect((await runtime.rollout()).health.units).toBe(0);
  });

  it("return traffic when what they report shows the harm", async () => {
    await runtime.save(aCanary());
    const told: Metrics[] = [];
    for (const unit of units(240)) {
      const given = await expose(unit);
      const isStable = given["feature_flag.result.variant"] === "stable";
      told.push({ ...given, "agent_omega.metric.resolved": isStable });
    }
    await traceAll(traces(), told);

    expect(await runtime.rollout()).toMatchObject({
      state: "rolling-back",
      reason: "canary-breach",
    });
    expect(runtime.rung).toEqual([{ repositoryId: 7, pull: 3 }]);
  });

  it("report what was promoted under the name of its watch", async () => {
    const canary = aCanary();
    const { before: version, stable: artifact } = canary;
    const replaced = { version, artifact, commit: sha("a".repeat(40)) };
    const production = startProduction(canary.rules, canary.health, replaced);
    await runtime.save({ ...canary, state: "promoted", share: 0, production });
    await pointAt(runtime, { stable: canary.candidate, before: canary.after, system: "greeter" });
    const told = await expose("u1");
    await traceAll(traces(), [{ ...told, "agent_omega.metric.resolved": 1 }]);

    expect(told["agent_omega.rollout"]).toBe(productionName(canary.id));
    expect(warned).toEqual([]);
    expect((await runtime.rollout()).production?.units).toBe(1);
  });
});

const CONVENTIONAL = {
  latency_ms: { direction: "down", margin: 0.1 },
  total_tokens: { direction: "down", margin: 0.1 },
  error: { direction: "down", margin: 0.1 },
} as const;

it.each(["/v1/traces", "/ofrep/v1/evaluate/flags"])(
  "%s refuses a body beyond its bound, told or not",
  async (path) => {
    const headers = {
      authorization: `Bearer ${RUNTIME_TOKEN}`,
      "content-type": "application/json",
    };
    const body = " ".repeat(4 * 1024 * 1024 + 1);
    const untold = new Blob([body]).stream();
    const told = await fetch(`${listening.url}${path}`, { method: "POST", headers, body });
    const streamed = await fetch(`${listening.url}${path}`, {
      method: "POST",
      headers,
      body: untold,
      duplex: "half",
    });

    const status = path === "/v1/traces" ? 413 : 400;
    expect([told.status, streamed.status]).toEqual([status, status]);
  },
);
