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
  const write = options.write ?? ((line: string) => void process.stderr.write(line));
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

/** Probot wants a pino of its own; what it writes is redacted at the same sink. */
export function openProbotLog(level: string): Logger {
  const write = (line: string): void => void process.stderr.write(redact(line));
  // Its warnings are about requests that our own flows report, or retry, themselves.
  return pino({ level: level === "trace" ? "trace" : "error", base: null }, { write });
}
