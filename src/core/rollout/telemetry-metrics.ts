import type { Attributes, TelemetryRecord, TelemetryValue } from "./telemetry-record.ts";

/** `agent_omega.metric.resolved` is the metric `resolved`. Goes before everything that is inferred. */
const OWN = "agent_omega.metric.";

/**
 * Token counts, by the metric that they add up to. Each part has its names newest first: the GenAI
 * conventions are unstable, and a runtime keeps those of the day it was built.
 */
const TOKEN_PARTS = {
  input: ["gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens"],
  output: ["gen_ai.usage.output_tokens", "gen_ai.usage.completion_tokens"],
} as const;

const TOKENS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  input_tokens: [TOKEN_PARTS.input],
  output_tokens: [TOKEN_PARTS.output],
  total_tokens: [TOKEN_PARTS.input, TOKEN_PARTS.output],
};

const EVALUATION = "gen_ai.evaluation.result";

/** The labels that mean the same everywhere; any other needs a score beside it. */
const LABELS: Readonly<Record<string, number>> = { pass: 1, fail: 0 };

/** What a guard may be called; an evaluator's name of another form is not about a guard. */
const METRIC_NAME = /^[a-z][a-z0-9_]{0,62}$/;

/**
 * The metrics that a record tells. What is there and no usable number becomes NaN, which no guard
 * takes: left out, a poisoned value would pass for one that was never promised.
 */
export function metricsOf(record: TelemetryRecord): Readonly<Record<string, number>> {
  const { kind, attributes } = record;
  return {
    ...tokensIn(attributes),
    ...(kind === "span" ? { latency_ms: millisecondsOf(record) } : {}),
    ...errorOf(record),
    ...evaluationsOf(record),
    ...ownIn(attributes),
  };
}

function tokensIn(attributes: Attributes): Record<string, number> {
  const sums = Object.entries(TOKENS).flatMap(([metric, parts]) => {
    const values = parts.map((names) => firstOf(attributes, names));
    if (values.some((value) => value === undefined)) return [];
    return [[metric, sumOf(values)] as const];
  });
  return Object.fromEntries(sums);
}

function firstOf(attributes: Attributes, names: readonly string[]): number | undefined {
  const name = names.find((one) => attributes.has(one));
  return name === undefined ? undefined : numberOf(attributes.get(name));
}

/** A negative part must not vanish in a sum that is positive. */
function sumOf(values: readonly (number | undefined)[]): number {
  return values.reduce<number>((sum, value = Number.NaN) => {
    return value >= 0 ? sum + value : Number.NaN;
  }, 0);
}

/** Of a span that has no beginning or no end nothing is known. */
function millisecondsOf({ began, ended }: TelemetryRecord): number {
  return began === 0n || ended === 0n ? Number.NaN : Number(ended - began) / 1e6;
}

/** That a span reports no error is its word that there was none; a log record gives no such word. */
function errorOf({ kind, hasFailed, attributes }: TelemetryRecord): { readonly error?: number } {
  if (hasFailed || attributes.has("error.type")) return { error: 1 };
  return kind === "span" ? { error: 0 } : {};
}

function evaluationsOf({ eventName, attributes, events }: TelemetryRecord): Record<string, number> {
  const results = events.filter(({ name }) => name === EVALUATION);
  const told = results.map((event) => event.attributes);
  const metrics: Record<string, number> = {};
  for (const result of eventName === EVALUATION ? [attributes, ...told] : told) {
    const metric = result.get("gen_ai.evaluation.name");
    if (typeof metric !== "string" || !METRIC_NAME.test(metric)) continue;
    const score = scoreOf(result);
    // Two judgements that differ would let a reporter pick the one that it likes.
    metrics[metric] = (metrics[metric] ?? score) === score ? score : Number.NaN;
  }
  return metrics;
}

function scoreOf(result: Attributes): number {
  const value = result.get("gen_ai.evaluation.score.value");
  if (value !== undefined) return numberOf(value);
  const label = result.get("gen_ai.evaluation.score.label");
  return typeof label === "string" && Object.hasOwn(LABELS, label)
    ? (LABELS[label] ?? Number.NaN)
    : Number.NaN;
}

function ownIn(attributes: Attributes): Record<string, number> {
  const own = [...attributes].filter(([key]) => key.startsWith(OWN));
  return Object.fromEntries(own.map(([key, value]) => [key.slice(OWN.length), numberOf(value)]));
}

function numberOf(value: TelemetryValue): number {
  if (typeof value === "boolean") return value ? 1 : 0;
  return typeof value === "number" ? value : Number.NaN;
}
