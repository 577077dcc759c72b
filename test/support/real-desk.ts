import { startApp } from "../../src/local/demo/app-process.ts";
import type { WorldOptions } from "../../src/local/demo/world.ts";
import { type Desk, openDesk } from "./desk.ts";

export type RealDesk = Desk & {
  /** Every line that the app has written, whichever stream it wrote it to. */
  readonly log: readonly string[];
};

/** A desk whose app is the built program in a process of its own, as its users start it. */
export async function openRealDesk(options: WorldOptions = {}): Promise<RealDesk> {
  const log: string[] = [];
  const desk = await openDesk({ start: startApp, onLog: (line) => log.push(line), ...options });
  return {
    ...desk,
    get app() {
      return desk.app;
    },
    log,
  };
}

/** Log lines that tell of trouble: warnings, errors, and whatever was printed around the log. */
export function troubleIn(log: readonly string[]): readonly string[] {
  return log.filter((line) => !/"level":30,|^listening on /.test(line));
}
