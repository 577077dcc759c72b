import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";
import type { TelemetryValue } from "../../core/rollout/telemetry-record.ts";
import type { LogRecord, Span } from "./export-request.ts";

/** What one field of a message adds to what is being read. */
type Field<Into> = {
  readonly wire: WireType;
  readonly read: (reader: BinaryReader, into: Into) => void;
};

/** By the field numbers that opentelemetry-proto publishes and never changes. */
type Fields<Into> = Readonly<Record<number, Field<Into>>>;

type Value = { value: TelemetryValue };
type KeyValue = Value & { key: string };
type Event = Span["events"][number] & Pick<Span, "attributes">;

/** Throws where the bytes are no such message; the caller answers that with 400. */
export function readSpans(bytes: Uint8Array): readonly Span[] {
  return readAll(bytes, TRACES);
}

export function readLogs(bytes: Uint8Array): readonly LogRecord[] {
  return readAll(bytes, LOGS);
}

function readAll<Item>(bytes: Uint8Array, fields: Fields<Item[]>): readonly Item[] {
  const items: Item[] = [];
  const reader = new BinaryReader(bytes);
  readFields(reader, reader.len, { fields, into: items });
  return items;
}

type Reading<Into> = { readonly fields: Fields<Into>; readonly into: Into };

/** A field that is unknown, or is written in another way than its number says, is skipped. */
function readFields<Into>(
  reader: BinaryReader,
  end: number,
  { fields, into }: Reading<Into>,
): void {
  if (end > reader.len) throw new RangeError("a message ends beyond its bytes");
  while (reader.pos < end) {
    const [number, wire] = reader.tag();
    const field = fields[number];
    if (field?.wire === wire) field.read(reader, into);
    else reader.skip(wire, number);
  }
  if (reader.pos !== end) throw new RangeError("a field ends beyond its message");
}

function message<Into, Part>(
  begin: (into: Into) => Part,
  fields: () => Fields<Part>,
  end: (into: Into, part: Part) => void = () => {},
): Field<Into> {
  return {
    wire: WireType.LengthDelimited,
    read: (reader, into) => {
      const length = reader.uint32();
      const part = begin(into);
      readFields(reader, reader.pos + length, { fields: fields(), into: part });
      end(into, part);
    },
  };
}

/** A message whose only use to us is what lies in it. */
function through<Into>(fields: () => Fields<Into>): Field<Into> {
  return message((into: Into) => into, fields);
}

function text<Into>(keep: (into: Into, value: string) => void): Field<Into> {
  return {
    wire: WireType.LengthDelimited,
    read: (reader, into) => keep(into, reader.string(true)),
  };
}

function hex<Into>(keep: (into: Into, value: string) => void): Field<Into> {
  return {
    wire: WireType.LengthDelimited,
    read: (reader, into) => keep(into, Buffer.from(reader.bytes()).toString("hex")),
  };
}

function fixed64<Into>(keep: (into: Into, value: bigint) => void): Field<Into> {
  return {
    wire: WireType.Bit64,
    read: (reader, into) => keep(into, BigInt(reader.fixed64())),
  };
}

function varint<Into>(keep: (into: Into, value: number) => void): Field<Into> {
  return { wire: WireType.Varint, read: (reader, into) => keep(into, reader.int32()) };
}

/** Those of AnyValue that can be a name or a metric; lists, maps and bytes are skipped unread. */
const VALUE: Fields<Value> = {
  1: text((into, value) => (into.value = value)),
  2: { wire: WireType.Varint, read: (reader, into) => (into.value = reader.bool()) },
  3: { wire: WireType.Varint, read: (reader, into) => (into.value = Number(reader.int64())) },
  4: { wire: WireType.Bit64, read: (reader, into) => (into.value = reader.double()) },
};

const KEY_VALUE: Fields<KeyValue> = {
  1: text((into, value) => (into.key = value)),
  2: through<KeyValue>(() => VALUE),
};

function attribute<Into extends Pick<Span, "attributes">>(): Field<Into> {
  return message(
    (): KeyValue => ({ key: "", value: undefined }),
    () => KEY_VALUE,
    ({ attributes }, { key, value }) => attributes.set(key, value),
  );
}

const EVENT: Fields<Event> = {
  2: text((into, value) => (into.name = value)),
  3: attribute(),
};

const STATUS: Fields<Span> = { 3: varint((into, value) => (into.statusCode = value)) };

const SPAN: Fields<Span> = {
  1: hex((into, value) => (into.traceId = value)),
  2: hex((into, value) => (into.spanId = value)),
  7: fixed64((into, value) => (into.startTimeUnixNano = value)),
  8: fixed64((into, value) => (into.endTimeUnixNano = value)),
  9: attribute(),
  11: message(
    (): Event => ({ name: "", attributes: new Map() }),
    () => EVENT,
    ({ events }, event) => events.push(event),
  ),
  15: through(() => STATUS),
};

const LOG: Fields<LogRecord> = {
  1: fixed64((into, value) => (into.timeUnixNano = value)),
  2: varint((into, value) => (into.severityNumber = value)),
  6: attribute(),
  9: hex((into, value) => (into.traceId = value)),
  10: hex((into, value) => (into.spanId = value)),
  11: fixed64((into, value) => (into.observedTimeUnixNano = value)),
  12: text((into, value) => (into.eventName = value)),
};

/** Request, resource and scope: their second field, or the only one, holds what is below. */
const TRACES: Fields<Span[]> = { 1: through(() => RESOURCE_SPANS) };
const RESOURCE_SPANS: Fields<Span[]> = { 2: through(() => SCOPE_SPANS) };
const SCOPE_SPANS: Fields<Span[]> = {
  2: message(
    emptySpan,
    () => SPAN,
    (spans, span) => spans.push(span),
  ),
};

const LOGS: Fields<LogRecord[]> = { 1: through(() => RESOURCE_LOGS) };
const RESOURCE_LOGS: Fields<LogRecord[]> = { 2: through(() => SCOPE_LOGS) };
const SCOPE_LOGS: Fields<LogRecord[]> = {
  2: message(
    emptyLog,
    () => LOG,
    (logs, log) => logs.push(log),
  ),
};

function emptySpan(): Span {
  return {
    traceId: "",
    spanId: "",
    startTimeUnixNano: 0n,
    endTimeUnixNano: 0n,
    attributes: new Map(),
    events: [],
    statusCode: 0,
  };
}

function emptyLog(): LogRecord {
  return {
    traceId: "",
    spanId: "",
    timeUnixNano: 0n,
    observedTimeUnixNano: 0n,
    attributes: new Map(),
    eventName: "",
    severityNumber: 0,
  };
}
