import type { PullKey } from "../../core/kernel/ids.ts";
import type { Log } from "../../ports/log.ts";
import type { Wake } from "../../ports/wake.ts";
import { type Repetition, repeat } from "./repeat.ts";
import { type QueueDatabase, type WakeJobs, openWakeJobs } from "./wake-jobs.ts";
import { type WorkerPool, openPool } from "./worker-pool.ts";

export type QueueOptions = {
  readonly database: QueueDatabase;
  readonly log: Log;
  /** The pull requests that are due now, at most so many. */
  due(limit: number): Promise<readonly PullKey[]>;
  /** Pull requests worked on at the same time by this process. */
  readonly concurrency?: number;
};

export type Queue = {
  readonly wake: Wake;
  /** Starts working: what was due before this process lived is found at once. */
  work(perform: (key: PullKey) => Promise<void>): void;
  /** Runs `look` at once, every second, and after each nudge; one look at a time. */
  sweep(look: () => Promise<void>): Pick<Repetition, "nudge">;
  /** Takes nothing new, and resolves when everything begun has ended. */
  close(): Promise<void>;
};

const SWEEP_MS = 1_000;
const DUE_AT_ONCE = 50;

/** How soon the ring of another process is heard. On the embedded database there is no other. */
const LISTEN_MS = { embedded: 1_000, server: 300 } as const;

const DEFAULT_CONCURRENCY = 2;

export async function openQueue(options: QueueOptions): Promise<Queue> {
  const onFault = (fault: unknown) =>
    options.log.warn("the queue stumbled", { detail: messageOf(fault) });
  const jobs = await openWakeJobs(options.database, onFault);
  const loops: Repetition[] = [];
  const pools: WorkerPool[] = [];
  let open = true;
  const sweep = (look: () => Promise<void>, everyMs = SWEEP_MS): Repetition => {
    const loop = repeat({ look, everyMs, onFault });
    loops.push(loop);
    return loop;
  };
  let worker: Repetition | undefined;
  // A ring is a hint: losing one costs a second, and must not fail the webhook that rang.
  const ring = async (key: PullKey) => {
    if (open) await jobs.send(key).catch(onFault);
    worker?.nudge();
  };
  return {
    wake: { ring },
    sweep: (look) => sweep(look),
    work: (perform) => {
      const pool = openPool(
        options.concurrency ?? DEFAULT_CONCURRENCY,
        reporting(options, perform),
      );
      pools.push(pool);
      worker = sweep(() => takeJobs(jobs, pool), LISTEN_MS[options.database.kind]);
      sweep(async () => {
        for (const key of await options.due(DUE_AT_ONCE)) await ring(key);
      });
    },
    close: async () => {
      open = false;
      for (const pool of pools) pool.shut();
      await Promise.all(loops.map((loop) => loop.stop()));
      await Promise.all(pools.map((pool) => pool.drain()));
      await jobs.stop();
    },
  };
}

/** Takes jobs as long as there are both jobs and free workers. */
async function takeJobs(jobs: WakeJobs, pool: WorkerPool): Promise<void> {
  for (;;) {
    while (pool.free() === 0 && !pool.isShut()) await pool.changed(SWEEP_MS);
    if (pool.isShut()) return;
    const wanted = pool.free();
    const keys = await jobs.take(wanted);
    for (const key of keys) pool.start(key);
    // What is sent meanwhile rings by itself.
    if (keys.length < wanted) return;
  }
}

function reporting(
  { log }: QueueOptions,
  perform: (key: PullKey) => Promise<void>,
): (key: PullKey) => Promise<void> {
  return async (key) => {
    try {
      await perform(key);
    } catch (fault) {
      const { repositoryId, pull } = key;
      log.error("work on a pull request failed", {
        repositoryId,
        pull,
        detail: messageOf(fault),
      });
    }
  };
}

function messageOf(fault: unknown): string {
  return fault instanceof Error ? fault.message : String(fault);
}
