import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import type { Context } from "hono";
import type { ReasonCode } from "../../core/gate/reason-code.ts";
import { renderReason } from "../../core/prose/reasons.ts";
import { renderRefusals } from "../../core/prose/telemetry.ts";
import { type Encoding, encodingOf } from "./read-body.ts";

type FailureStatus = 400 | 401 | 413 | 415 | 503;

/**
 * HTTP status and google.rpc.Code. Exporters send again after 503 and nothing else here, which is
 * for a fault of ours: what was counted before it is a duplicate then.
 */
const FAILURES: Partial<Record<ReasonCode, readonly [FailureStatus, number]>> = {
  "request-unauthorised": [401, 16],
  "telemetry-too-large": [413, 8],
  "telemetry-encoding-unknown": [415, 3],
  "internal-fault": [503, 14],
};

/** `google.rpc.Status`, as the protocol answers every failure, in the encoding of the request. */
export function answerFailure(c: Context, reason: ReasonCode): Response {
  const [status, code] = FAILURES[reason] ?? [400, 3];
  const message = `${reason}: ${renderReason(reason).sentence}`;
  if (status === 401) c.header("www-authenticate", "Bearer");
  if (encodingOf(c) !== "protobuf") return c.json({ code, message }, status);
  const writer = new BinaryWriter().tag(1, WireType.Varint).int32(code);
  writer.tag(2, WireType.LengthDelimited).string(message);
  return c.body(writer.finish(), status, { "content-type": "application/x-protobuf" });
}

type Refused = {
  /** What the response of this signal calls the number. */
  readonly member: "rejectedSpans" | "rejectedLogRecords";
  readonly reasons: readonly ReasonCode[];
};

/** 200 whatever was refused: the sender is not to send the same again. Empty where all was taken. */
export function answerExport(c: Context, encoding: Encoding, refused: Refused): Response {
  const { member, reasons } = refused;
  const errorMessage = renderRefusals(reasons);
  if (encoding === "json") {
    const count = String(reasons.length);
    return c.json(
      reasons.length === 0 ? {} : { partialSuccess: { [member]: count, errorMessage } },
    );
  }
  const writer = new BinaryWriter();
  if (reasons.length > 0) {
    writer.tag(1, WireType.LengthDelimited).fork();
    writer.tag(1, WireType.Varint).int64(reasons.length);
    writer.tag(2, WireType.LengthDelimited).string(errorMessage).join();
  }
  return c.body(writer.finish(), 200, { "content-type": "application/x-protobuf" });
}
