import type { Log } from "../../src/ports/log.ts";

/** A log that nobody reads. */
export const quietLog: Log = { info: () => {}, warn: () => {}, error: () => {} };
