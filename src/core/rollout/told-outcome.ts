import { digestOfJson } from "../kernel/digest.ts";
import { instant, isoOf } from "../kernel/instant.ts";
import { metricsOf } from "./telemetry-metrics.ts";
import type { Attributes, TelemetryRecord, TelemetryValue } from "./telemetry-record.ts";

/** An outcome as a reporter tells it, before its shape is known to be right. */
export type ToldOutcome = {
  readonly id: string | undefined;
  readonly rollout: TelemetryValue;
  readonly unit: TelemetryValue;
  readonly variant: TelemetryValue;
  readonly metrics: Readonly<Record<string, number>>;
  readonly at: string | undefined;
};

const ROLLOUT = "agent_omega.rollout";
const UNIT = "agent_omega.unit";
const VARIANT = "agent_omega.variant";

/** The event of a flag's evaluation, by its present name and the one before. */
const EVALUATIONS = ["feature_flag.evaluation", "feature_flag"];

/**
 * The outcome that a record tells, or nothing where it is about no roll-out of the system: a
 * runtime sends all its telemetry, and the steps within a unit are no outcomes of it. Our own
 * attributes go before those of the feature-flag conventions.
 */
export function toldOutcome(record: TelemetryRecord, system: string): ToldOutcome | undefined {
  // That a unit was given a version is in our own log; it says nothing of how the unit went.
  if (EVALUATIONS.includes(record.eventName)) return undefined;
  const { attributes } = record;
  const flag = flagOf(record, system);
  const rollout = attributes.get(ROLLOUT) ?? flag.rollout;
  if (rollout === undefined) return undefined;
  const unit = attributes.get(UNIT) ?? flag.unit ?? attributes.get("gen_ai.conversation.id");
  const variant = attributes.get(VARIANT) ?? flag.variant;
  return {
    id: idOf(record, { unit, variant }),
    rollout,
    unit,
    variant,
    metrics: metricsOf(record),
    at: isoAt(record),
  };
}

type Told = Pick<ToldOutcome, "rollout" | "unit" | "variant">;

const NOTHING: Told = { rollout: undefined, unit: undefined, variant: undefined };

/**
 * What the evaluation of the system's flag told: in the record's own attributes, or in the events
 * that OpenFeature's hooks leave on a span. Evaluations that contradict each other mean a unit that
 * changed its version midway, which says nothing about either.
 */
function flagOf({ attributes, events }: TelemetryRecord, system: string): Told {
  const key = attributes.get("feature_flag.key");
  if (key === system) return flagIn(attributes);
  if (key !== undefined) return NOTHING;
  const [first, ...others] = events
    .filter(({ name }) => EVALUATIONS.includes(name))
    .filter((event) => event.attributes.get("feature_flag.key") === system)
    .map((event) => flagIn(event.attributes));
  if (first === undefined) return { ...flagIn(attributes), rollout: undefined };
  return others.every((other) => isSame(first, other))
    ? first
    : { ...NOTHING, rollout: first.rollout };
}

function flagIn(attributes: Attributes): Told {
  return {
    rollout: attributes.get("feature_flag.set.id"),
    unit: attributes.get("feature_flag.context.id"),
    variant:
      attributes.get("feature_flag.result.variant") ?? attributes.get("feature_flag.variant"),
  };
}

function isSame(one: Told, other: Told): boolean {
  return one.rollout === other.rollout && one.unit === other.unit && one.variant === other.variant;
}

/** A span has a name of its own; a log record may, and is else known by all that tells it apart. */
function idOf(
  { kind, traceId, spanId, ended, attributes }: TelemetryRecord,
  { unit, variant }: Pick<Told, "unit" | "variant">,
): string | undefined {
  if (kind === "span") return isNamed(traceId, spanId) ? `${traceId}-${spanId}` : undefined;
  const uid = attributes.get("log.record.uid");
  if (typeof uid === "string") return uid;
  return digestOfJson([traceId, spanId, String(ended), String(unit), String(variant)]);
}

/** Sixteen and eight bytes, neither all zero, as the protocol asks. */
function isNamed(traceId: string, spanId: string): boolean {
  return /^(?!0+$)[0-9a-f]{32}$/.test(traceId) && /^(?!0+$)[0-9a-f]{16}$/.test(spanId);
}

function isoAt({ ended }: TelemetryRecord): string | undefined {
  const at = Number(ended / 1_000_000n);
  return at > 0 ? isoOf(instant(at)) : undefined;
}
