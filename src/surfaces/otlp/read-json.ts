import { z } from "zod";
import type { TelemetryValue } from "../../core/rollout/telemetry-record.ts";
import type { LogRecord, Span } from "./export-request.ts";

/** In the JSON of Protocol Buffers a member that is null or absent has its type's empty value. */
function list<Item extends z.ZodType>(item: Item) {
  return z
    .array(item)
    .nullish()
    .transform((items) => items ?? []);
}

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? "");

/** 64-bit integers come as decimal text, and from some senders as numbers. */
const integer = z
  .union([z.string().regex(/^-?[0-9]{1,20}$/), z.number().int()])
  .nullish()
  .transform((value) => BigInt(value ?? 0));

const code = z
  .number()
  .int()
  .nullish()
  .transform((value) => value ?? 0);

/** Numbers that JSON has no sign for come as text: `NaN`, `Infinity`. */
const anyValue = z.object({
  stringValue: z.string().nullish(),
  boolValue: z.boolean().nullish(),
  intValue: integer.nullish(),
  doubleValue: z.union([z.number(), z.string().transform(Number)]).nullish(),
});

const attributes = list(z.object({ key: text, value: anyValue.nullish() })).transform(
  (pairs) => new Map(pairs.map(({ key, value }) => [key, valueOf(value ?? {})] as const)),
);

function valueOf(value: Partial<z.output<typeof anyValue>>): TelemetryValue {
  if (typeof value.stringValue === "string") return value.stringValue;
  if (typeof value.boolValue === "boolean") return value.boolValue;
  if (typeof value.doubleValue === "number") return value.doubleValue;
  return typeof value.intValue === "bigint" ? Number(value.intValue) : undefined;
}

const span = z.object({
  traceId: text,
  spanId: text,
  startTimeUnixNano: integer,
  endTimeUnixNano: integer,
  attributes,
  events: list(z.object({ name: text, attributes })),
  status: z.object({ code }).nullish(),
});

const logRecord = z.object({
  traceId: text,
  spanId: text,
  timeUnixNano: integer,
  observedTimeUnixNano: integer,
  attributes,
  eventName: text,
  severityNumber: code,
});

const traces = z.object({
  resourceSpans: list(z.object({ scopeSpans: list(z.object({ spans: list(span) })) })),
});

const logs = z.object({
  resourceLogs: list(z.object({ scopeLogs: list(z.object({ logRecords: list(logRecord) })) })),
});

/** Throws where the text is no such message; the caller answers that with 400. */
export function readJsonSpans(bytes: Uint8Array): readonly Span[] {
  const { resourceSpans } = traces.parse(parseUtf8(bytes));
  return resourceSpans
    .flatMap(({ scopeSpans }) => scopeSpans)
    .flatMap(({ spans }) => spans)
    .map(({ status, ...read }) => ({ ...read, statusCode: status?.code ?? 0 }));
}

export function readJsonLogs(bytes: Uint8Array): readonly LogRecord[] {
  const { resourceLogs } = logs.parse(parseUtf8(bytes));
  return resourceLogs.flatMap(({ scopeLogs }) => scopeLogs).flatMap(({ logRecords }) => logRecords);
}

function parseUtf8(bytes: Uint8Array): unknown {
  return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
}
