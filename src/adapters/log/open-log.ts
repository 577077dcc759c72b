import { type Logger, pino } from "pino";
import type { Log } from "../../ports/log.ts";
import { redact } from "./redact.ts";

export type LogOptions = {
  readonly level: string;
  /** Where redacted lines go; standard error, because standard output is for results. */
  readonly write?: (line: string) => void;
};

/** JSON lines. The last step before the sink redacts, so that no caller can forget to. */
export function openLog(options: LogOptions): Log {
  const { write = toStandardError } = options;
  const logger = pino(
    { level: options.level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    { write: (line: string) => write(redact(line)) },
  );
  return {
    info: (message, fields) => logger.info(fields ?? {}, message),
    warn: (message, fields) => logger.warn(fields ?? {}, message),
    error: (message, fields) => logger.error(fields ?? {}, message),
  };
}

/** Where Probot says again what a delivery held: bodies of strangers, up to 25 MB, beside our own line. */
const DELIVERIES = ["event.payload", "err.event.payload"];

/** Probot wants a pino of its own; what it writes is redacted at the same sink. */
export function openProbotLog({ level, write = toStandardError }: LogOptions): Logger {
  // Its warnings are about requests that our own flows report, or retry, themselves.
  const own = level === "trace" || level === "silent" ? level : "error";
  return pino(
    { level: own, base: null, redact: { paths: DELIVERIES, remove: true } },
    { write: (line: string) => write(redact(line)) },
  );
}

function toStandardError(line: string): void {
  process.stderr.write(line);
}
