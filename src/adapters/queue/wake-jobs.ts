import PgBoss from "pg-boss";
import { z } from "zod";
import { type PullKey, pullNumber, repositoryId } from "../../core/kernel/ids.ts";

/** Raw SQL on the database of the store. */
export type QueueDatabase = {
  readonly kind: "embedded" | "server";
  executeSql(text: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
};

export type WakeJobs = {
  /** One waiting job per pull request, however often it is sent. */
  send(key: PullKey): Promise<void>;
  /** Takes at most so many jobs; taken by one process only. */
  take(most: number): Promise<readonly PullKey[]>;
  stop(): Promise<void>;
};

const QUEUE = "pulls";
const SCHEMA = "pgboss";

/** A taken job lives only until it is removed; one that outlives this belonged to a dead process. */
const EXPIRES_AFTER_SECONDS = 15;

const jobSchema = z.object({ repositoryId: z.number(), pull: z.number() });

/**
 * Jobs that only wake: what is to be done stands in the store, and rows that are due are found
 * without any job. A job is therefore removed as soon as it is taken, and never tried again.
 *
 * pg-boss's own `work` loop is not used: it completes jobs in promises that nobody awaits, so that
 * a database that goes away for a moment would end the process.
 */
export async function openWakeJobs(
  database: QueueDatabase,
  onFault: (fault: unknown) => void,
): Promise<WakeJobs> {
  const boss = new PgBoss({
    db: { executeSql: (text, values) => database.executeSql(text, values) },
    schema: SCHEMA,
    schedule: false,
    maintenanceIntervalSeconds: 60,
    archiveCompletedAfterSeconds: 60,
    deleteAfterMinutes: 10,
  });
  boss.on("error", onFault);
  await boss.start();
  // `short`: at most one job waits per key, while any number may be active. With `stately` one slow
  // pull request would hold up the others.
  await boss.createQueue(QUEUE, {
    name: QUEUE,
    policy: "short",
    retryLimit: 0,
    expireInSeconds: EXPIRES_AFTER_SECONDS,
  });
  if (database.kind === "embedded") await forgetActive(database);
  return {
    send: async (key) => {
      await boss.send(QUEUE, key, { singletonKey: `${key.repositoryId}/${key.pull}` });
    },
    take: (most) => take(boss, most),
    stop: () => boss.stop({ graceful: false, close: false, wait: true }),
  };
}

async function take(boss: PgBoss, most: number): Promise<readonly PullKey[]> {
  const jobs = await boss.fetch<unknown>(QUEUE, { batchSize: most });
  if (jobs.length === 0) return [];
  await boss.deleteJob(
    QUEUE,
    jobs.map((job) => job.id),
  );
  return jobs.map((job) => {
    const key = jobSchema.parse(job.data);
    return { repositoryId: repositoryId(key.repositoryId), pull: pullNumber(key.pull) };
  });
}

/** On the embedded database nobody else lives: what is active was left by a process that died. */
async function forgetActive(database: QueueDatabase): Promise<void> {
  await database.executeSql(`DELETE FROM ${SCHEMA}.job WHERE name = $1 AND state = 'active'`, [
    QUEUE,
  ]);
}
