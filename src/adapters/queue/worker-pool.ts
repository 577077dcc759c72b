import type { PullKey } from "../../core/kernel/ids.ts";
import { makeBell } from "./bell.ts";

export type WorkerPool = {
  free(): number;
  /** Starts work on a pull request; one that is being worked on is looked at once more afterwards. */
  start(key: PullKey): void;
  /** Resolves when a worker may have become free. */
  changed(withinMs: number): Promise<void>;
  /** Begins nothing more. */
  shut(): void;
  isShut(): boolean;
  /** Resolves when everything begun has ended. */
  drain(): Promise<void>;
};

type Run = { again: boolean; readonly ended: Promise<void> };

/** `perform` must not reject: it reports its own faults. */
export function openPool(
  concurrency: number,
  perform: (key: PullKey) => Promise<void>,
): WorkerPool {
  const running = new Map<string, Run>();
  const bell = makeBell();
  const ending = new AbortController();
  const work = async (key: PullKey, name: string) => {
    do {
      const run = running.get(name);
      if (run) run.again = false;
      await perform(key);
    } while (!ending.signal.aborted && running.get(name)?.again);
    running.delete(name);
    bell.ring();
  };
  return {
    free: () => concurrency - running.size,
    start: (key) => {
      const name = `${key.repositoryId}/${key.pull}`;
      const present = running.get(name);
      if (present) present.again = true;
      else
        running.set(name, { again: false, ended: Promise.resolve().then(() => work(key, name)) });
    },
    changed: (withinMs) => bell.heard(withinMs),
    shut: () => {
      ending.abort();
      bell.ring();
    },
    isShut: () => ending.signal.aborted,
    drain: async () => {
      await Promise.all([...running.values()].map((run) => run.ended));
    },
  };
}
