import { type Context, Hono } from "hono";

import type { ReasonCode } from "../../core/gate/reason-code.ts";
import type { TelemetryRecord } from "../../core/rollout/telemetry-record.ts";
import { toldOutcome } from "../../core/rollout/told-outcome.ts";
import { authoriseRuntime } from "../../flows/runtime/authorise-runtime.ts";
import { recordOutcomes } from "../../flows/runtime/record-outcomes.ts";
import type { Ports } from "../../ports/ports.ts";
import type { RuntimeToken } from "../../ports/store/tokens.ts";
import { parseOutcome } from "../api/parse-outcome.ts";
import { limitBody } from "../limit-body.ts";
import { runtimeTokenOf } from "../presented-token.ts";
import { answerExport, answerFailure } from "./answer.ts";
import { recordOfLog, recordOfSpan } from "./export-request.ts";
import { type Encoding, encodingOf, MOST_BYTES, readBody } from "./read-body.ts";
import { readJsonLogs, readJsonSpans } from "./read-json.ts";
import { readLogs, readSpans } from "./read-protobuf.ts";

type OtlpPorts = Pick<Ports, "store" | "clock" | "wake" | "log">;

/** Outcomes in one transaction, as many as the plain API takes: a roll-out is locked meanwhile. */
const MOST_AT_ONCE = 1000;

type Signal = {
  readonly member: "rejectedSpans" | "rejectedLogRecords";
  readonly read: Readonly<Record<Encoding, (bytes: Uint8Array) => readonly TelemetryRecord[]>>;
};

const TRACES: Signal = {
  member: "rejectedSpans",
  read: {
    json: (bytes) => readJsonSpans(bytes).map(recordOfSpan),
    protobuf: (bytes) => readSpans(bytes).map(recordOfSpan),
  },
};

const LOGS: Signal = {
  member: "rejectedLogRecords",
  read: {
    json: (bytes) => readJsonLogs(bytes).map(recordOfLog),
    protobuf: (bytes) => readLogs(bytes).map(recordOfLog),
  },
};

/** OTLP over HTTP: what a runtime tells its observability backend, told to us, is its outcomes. */
export function otlpRoutes(ports: OtlpPorts): Hono {
  const limited = limitBody({
    maxSize: MOST_BYTES,
    onError: (c) => answerFailure(c, "telemetry-too-large"),
  });
  return new Hono()
    .post("/v1/traces", limited, (c) => takeExport(ports, c, TRACES))
    .post("/v1/logs", limited, (c) => takeExport(ports, c, LOGS))
    .onError((fault, c) => {
      ports.log.error("telemetry was not taken", { detail: fault.message });
      return answerFailure(c, "internal-fault");
    });
}

async function takeExport(ports: OtlpPorts, c: Context, signal: Signal): Promise<Response> {
  const token = await authoriseRuntime(ports, runtimeTokenOf(c), "report");
  if (!token.ok) return answerFailure(c, token.refusal);
  const encoding = encodingOf(c);
  if (encoding === undefined) return answerFailure(c, "telemetry-encoding-unknown");
  const body = await readBody(c);
  if (!body.ok) return answerFailure(c, body.refusal);
  const records = attempt(() => signal.read[encoding](body.value));
  if (records === undefined) return answerFailure(c, "telemetry-unreadable");
  const reasons = await recordTold(ports, token.value, records);
  return answerExport(c, encoding, { member: signal.member, reasons });
}

function attempt<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** Takes what is told of the token's system as plain outcomes are taken, and answers what was refused. */
async function recordTold(
  ports: OtlpPorts,
  token: RuntimeToken,
  records: readonly TelemetryRecord[],
): Promise<readonly ReasonCode[]> {
  const told = records.flatMap((record) => toldOutcome(record, token.system) ?? []);
  const reasons: ReasonCode[] = [];
  for (let from = 0; from < told.length; from += MOST_AT_ONCE) {
    const outcomes = told.slice(from, from + MOST_AT_ONCE).map(parseOutcome);
    const answers = await recordOutcomes(ports, token, outcomes);
    reasons.push(...answers.flatMap((answer) => (answer.accepted ? [] : [answer.reason])));
  }
  return reasons;
}
