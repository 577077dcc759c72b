import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import type { Context } from "hono";
import type { ReasonCode } from "../../core/gate/reason-code.ts";
import { accepted, refused, type Result } from "../../core/kernel/result.ts";

/** As sent, and as unpacked: exporters send some hundred spans at a time, of a few kilobytes each. */
export const MOST_BYTES = 4 * 1024 * 1024;
const MOST_UNPACKED = 16 * 1024 * 1024;

export type Encoding = "json" | "protobuf";

const ENCODINGS: Readonly<Record<string, Encoding>> = {
  "application/json": "json",
  "application/x-protobuf": "protobuf",
};

/** How the sender writes, and is to be answered; nothing where we cannot read it. */
export function encodingOf(c: Context): Encoding | undefined {
  const [type = ""] = (c.req.header("content-type") ?? "").split(";");
  const name = type.trim().toLowerCase();
  return Object.hasOwn(ENCODINGS, name) ? ENCODINGS[name] : undefined;
}

const unpack = promisify(gunzip);

/** The bytes of a request, unpacked within bounds: a small body may stand for a very large one. */
export async function readBody(c: Context): Promise<Result<Uint8Array, ReasonCode>> {
  const bytes = new Uint8Array(await c.req.arrayBuffer());
  switch (c.req.header("content-encoding")?.toLowerCase() ?? "identity") {
    case "identity":
      return accepted(bytes);
    case "gzip":
      return unpack(bytes, { maxOutputLength: MOST_UNPACKED }).then(accepted, (fault: unknown) =>
        refused(isTooLarge(fault) ? "telemetry-too-large" : "telemetry-unreadable"),
      );
    default:
      return refused("telemetry-encoding-unknown");
  }
}

function isTooLarge(fault: unknown): boolean {
  return fault instanceof Error && "code" in fault && fault.code === "ERR_BUFFER_TOO_LARGE";
}
