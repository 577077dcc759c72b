import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { accepted, refused, type Result } from "../../core/kernel/result.ts";
import type { ExportRefusal, ReadExport } from "../../ports/ledger-export.ts";

export type ExportLimits = {
  /** Some hundred thousand entries. What is longer is asked for by somebody who means us harm. */
  readonly bytes: number;
  /** From the first word to the last: a server that drips holds a command up no longer than this. */
  readonly seconds: number;
};

const LIMITS: ExportLimits = { bytes: 256 * 1024 * 1024, seconds: 60 };

type Chunks = AsyncIterable<Uint8Array>;

/** Reads exports from files and from http(s) addresses, and no more of either than its limits. */
export function exportReader(limits: ExportLimits = LIMITS): ReadExport {
  return (source, token) =>
    /^https?:\/\//i.test(source)
      ? fetchExport(source, token, limits)
      : readExportFile(source, limits);
}

async function readExportFile(
  path: string,
  limits: ExportLimits,
): Promise<Result<string, ExportRefusal>> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return refused({ kind: "file-missing" });
  // A device or a pipe may have no end.
  if (!found.isFile()) return refused({ kind: "not-a-file" });
  return readBounded(createReadStream(path), limits);
}

async function fetchExport(
  url: string,
  token: string | undefined,
  limits: ExportLimits,
): Promise<Result<string, ExportRefusal>> {
  try {
    const answer = await fetch(url, {
      // A redirect could carry the token to another host.
      redirect: "error",
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(limits.seconds * 1000),
    });
    if (answer.status !== 200 || answer.body === null) {
      await answer.body?.cancel();
      return refused({ kind: "answered", status: answer.status });
    }
    return await readBounded(answer.body, limits);
  } catch (fault) {
    const isLate = fault instanceof Error && fault.name === "TimeoutError";
    return refused(isLate ? { kind: "too-late", seconds: limits.seconds } : unreachableBy(fault));
  }
}

function unreachableBy(fault: unknown): ExportRefusal {
  const { code } = Object(Object(fault)["cause"]);
  return { kind: "unreachable", detail: typeof code === "string" ? code : "the connection failed" };
}

/** Counts while it reads: what a header says of a length is a promise, not a length. */
async function readBounded(
  chunks: Chunks,
  limits: ExportLimits,
): Promise<Result<string, ExportRefusal>> {
  const held: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > limits.bytes) return refused({ kind: "too-large", bytes: limits.bytes });
    held.push(chunk);
  }
  return accepted(Buffer.concat(held).toString("utf8"));
}
