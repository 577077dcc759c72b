import { instant, isoOf } from "../../../src/core/kernel/instant.ts";
import type { Rollout } from "../../../src/core/rollout/rollout.ts";
import { variantOf } from "../../../src/core/rollout/split.ts";
import { RUNTIME_TOKEN } from "../../support/runtime-app.ts";
import type { Bar } from "../bars.ts";
import { percentile } from "../measure.ts";
import { bearing, load, type Loaded } from "./load.ts";
import { aLongCanary, type BenchedRuntime, openBenched } from "./open-runtime.ts";

const LEAST_PER_SECOND = 5000;
const MOST_BREACH_MS = 1000;

const UNITS = 20_000;
const BATCH = 500;
const CONNECTIONS = 4;
/** Seconds that one way of sending may take. */
const LONGEST = 30;

/** One unit that was given its version, and is to be reported as resolved or not. */
type Unit = { readonly name: string; readonly variant: string; readonly resolved: number };

/** How many outcomes are taken in a second, by both doors, and how soon a breach turns traffic. */
export async function benchIngest(): Promise<readonly Bar[]> {
  const runtime = await openBenched();
  try {
    console.log(`${runtime.database}, ${CONNECTIONS} connections, ${BATCH} outcomes a request`);
    const plain = await ingest(runtime, "/api/v1/outcomes", plainBody);
    const traces = await ingest(runtime, "/v1/traces", tracesBody);
    return [
      barOf("POST /api/v1/outcomes", plain),
      barOf("POST /v1/traces", traces),
      await barOfBreach(runtime),
    ];
  } finally {
    await runtime.close();
  }
}

type Ingested = Loaded & { readonly taken: number };

async function ingest(
  runtime: BenchedRuntime,
  path: string,
  bodyOf: (rollout: Rollout, units: readonly Unit[]) => string,
): Promise<Ingested> {
  // Half of the units, so that evidence is weighed for every pair of outcomes.
  const rollout = aLongCanary({ id: `rollout-of${path}`, share: 50 });
  await runtime.save(rollout);
  const units = await exposeAll(runtime, rollout, UNITS);
  const bodies = batchesOf(units).map((batch) => bodyOf(rollout, batch));
  const url = `${runtime.url}${path}`;
  const loaded = await load({
    url,
    headers: bearing(RUNTIME_TOKEN),
    connections: CONNECTIONS,
    bodies,
    within: LONGEST,
  });
  const [row] = (
    await runtime.store.executeSql("SELECT count(*) AS taken FROM outcomes WHERE rollout_id = $1", [
      rollout.id,
    ])
  ).rows;
  await runtime.save({ ...rollout, state: "voided" });
  return { ...loaded, taken: Number(row?.["taken"]) };
}

async function exposeAll(
  { store }: BenchedRuntime,
  rollout: Rollout,
  count: number,
): Promise<readonly Unit[]> {
  const { id: rolloutId, share, stable, candidate } = rollout;
  const at = instant(Date.now());
  const given = Array.from({ length: count }, (_, index) => {
    const unit = `unit-${index}`;
    const variant = variantOf(rolloutId, unit, share);
    const artifact = variant === "stable" ? stable : candidate;
    return { rolloutId, unit, variant, artifact, share, at };
  });
  for (const batch of batchesOf(given)) await store.transact((tx) => tx.rollouts.expose(batch));
  // Nine of ten are resolved, in both arms and in no order.
  return given.map(({ unit, variant }, index) => ({
    name: unit,
    variant,
    resolved: (index * 7) % 10 === 0 ? 0 : 1,
  }));
}

function batchesOf<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  const batches: (readonly Item[])[] = [];
  for (let from = 0; from < items.length; from += BATCH)
    batches.push(items.slice(from, from + BATCH));
  return batches;
}

function plainBody({ id: rollout }: Rollout, units: readonly Unit[]): string {
  const at = isoOf(instant(Date.now()));
  const outcomes = units.map(({ name, variant, resolved }) => {
    return { id: name, rollout, unit: name, variant, metrics: { resolved }, at };
  });
  return JSON.stringify({ outcomes });
}

function tracesBody({ id }: Rollout, units: readonly Unit[]): string {
  const now = `${Date.now()}000000`;
  const spans = units.map(({ name, variant, resolved }) => ({
    traceId: "5b8efff798038103d269b633813fc60c",
    spanId: (Number(name.slice(5)) + 1).toString(16).padStart(16, "0"),
    startTimeUnixNano: now,
    endTimeUnixNano: now,
    attributes: [
      ["agent_omega.rollout", { stringValue: id }],
      ["agent_omega.unit", { stringValue: name }],
      ["agent_omega.variant", { stringValue: variant }],
      ["agent_omega.metric.resolved", { intValue: resolved }],
    ].map(([key, value]) => ({ key, value })),
  }));
  return JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] });
}

function barOf(what: string, { perSecond, durations, failed, taken, cpu }: Ingested): Bar {
  const outcomes = perSecond * BATCH;
  const p99 = percentile(durations, 0.99) / 1000;
  return {
    what: `${what}: ≥ ${LEAST_PER_SECOND} outcomes/s, all ${UNITS} taken`,
    found: `${outcomes.toFixed(0)}/s, ${taken} taken, ${failed} requests failed, p99 of a request ${p99.toFixed(0)} ms, ${(cpu / BATCH).toFixed(0)} µs of the app for each`,
    held: outcomes >= LEAST_PER_SECOND && taken === UNITS && failed === 0,
  };
}

/** Outcomes one by one, the candidate's all bad; the clock runs for the one that tips it. */
async function barOfBreach(runtime: BenchedRuntime): Promise<Bar> {
  const rollout = aLongCanary({ id: "rollout-of-breach", share: 50 });
  await runtime.save(rollout);
  const units = await exposeAll(runtime, rollout, BATCH);
  let told = 0;
  for (const unit of units) {
    const resolved = unit.variant === "stable" ? 1 : 0;
    const body = plainBody(rollout, [{ ...unit, resolved }]);
    const begun = performance.now();
    const headers = {
      authorization: `Bearer ${RUNTIME_TOKEN}`,
      "content-type": "application/json",
    };
    await fetch(`${runtime.url}/api/v1/outcomes`, { method: "POST", headers, body });
    const took = performance.now() - begun;
    told += 1;
    const { state } = await runtime.rollout(rollout.id);
    if (state !== "rolling-back") continue;
    return {
      what: `a breach turns traffic ≤ ${MOST_BREACH_MS} ms after the outcome that tips it`,
      found: `${took.toFixed(0)} ms, at outcome ${told}`,
      held: took <= MOST_BREACH_MS,
    };
  }
  return { what: "a breach turns traffic", found: `not after ${told} outcomes`, held: false };
}
