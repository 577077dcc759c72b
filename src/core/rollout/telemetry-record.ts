/** Lists, maps and bytes are never a metric nor a name; such a value is there and says nothing. */
export type TelemetryValue = string | number | boolean | undefined;

export type Attributes = ReadonlyMap<string, TelemetryValue>;

/** A span or a log record of OpenTelemetry, reduced to what an outcome can be read from. */
export type TelemetryRecord = {
  readonly kind: "span" | "log";
  /** Of an event; empty for a span and for a plain log record. */
  readonly eventName: string;
  /** Lower-case hex. */
  readonly traceId: string;
  readonly spanId: string;
  /** Nanoseconds since 1970; 0 where not told. A log record begins when it ends. */
  readonly began: bigint;
  readonly ended: bigint;
  /** The status of a span or the severity of a log record says that it failed. */
  readonly hasFailed: boolean;
  readonly attributes: Attributes;
  /** Those of a span. */
  readonly events: readonly TelemetryEvent[];
};

export type TelemetryEvent = { readonly name: string; readonly attributes: Attributes };
