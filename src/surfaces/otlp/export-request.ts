import type {
  Attributes,
  TelemetryEvent,
  TelemetryRecord,
} from "../../core/rollout/telemetry-record.ts";

/** A span of OTLP with what we read of it; everything else is skipped where it stands. */
export type Span = {
  /** Hex, in either case. */
  traceId: string;
  spanId: string;
  /** Nanoseconds since 1970. */
  startTimeUnixNano: bigint;
  endTimeUnixNano: bigint;
  attributes: Map<string, string | number | boolean | undefined>;
  events: { name: string; attributes: Attributes }[];
  statusCode: number;
};

export type LogRecord = {
  traceId: string;
  spanId: string;
  timeUnixNano: bigint;
  observedTimeUnixNano: bigint;
  attributes: Map<string, string | number | boolean | undefined>;
  eventName: string;
  severityNumber: number;
};

/** STATUS_CODE_ERROR, and SEVERITY_NUMBER_ERROR, from which on a log record tells of an error. */
const STATUS_ERROR = 2;
const SEVERITY_ERROR = 17;

export function recordOfSpan(span: Span): TelemetryRecord {
  const events: readonly TelemetryEvent[] = span.events;
  return {
    kind: "span",
    eventName: "",
    traceId: span.traceId.toLowerCase(),
    spanId: span.spanId.toLowerCase(),
    began: span.startTimeUnixNano,
    ended: span.endTimeUnixNano,
    hasFailed: span.statusCode === STATUS_ERROR,
    attributes: span.attributes,
    events,
  };
}

export function recordOfLog(log: LogRecord): TelemetryRecord {
  const at = log.timeUnixNano === 0n ? log.observedTimeUnixNano : log.timeUnixNano;
  return {
    kind: "log",
    eventName: log.eventName === "" ? legacyName(log.attributes) : log.eventName,
    traceId: log.traceId.toLowerCase(),
    spanId: log.spanId.toLowerCase(),
    began: at,
    ended: at,
    hasFailed: log.severityNumber >= SEVERITY_ERROR,
    attributes: log.attributes,
    events: [],
  };
}

/** Where events carried their name before the protocol had a field for it. */
function legacyName(attributes: Attributes): string {
  const name = attributes.get("event.name");
  return typeof name === "string" ? name : "";
}
