import { and, asc, eq, gt, lte, or, sql } from "drizzle-orm";
import {
  type InstallationId,
  type PullKey,
  installationId,
  pullNumber,
  repositoryId,
} from "../../../core/kernel/ids.ts";
import type { Instant } from "../../../core/kernel/instant.ts";
import type { Lease, Work } from "../../../ports/store/work.ts";
import type { Database } from "../database.ts";
import { ofPull } from "../of-pull.ts";
import { work } from "../tables/work.ts";

export function workIn(database: Database): Work {
  return {
    mark: (key, installation, dueAt) => mark(database, { key, installation, dueAt }),
    claim: async (...[key, owner, until, now]) => {
      const [row] = await database
        .update(work)
        .set({ owner, leaseUntil: until, dueAt: null, fence: sql`${work.fence} + 1` })
        .where(and(ofPull(work, key), isDue(now)))
        .returning();
      return row && leaseOf(row);
    },
    renew: (lease, until) => renew(database, lease, until),
    assertHeld: assertionsIn(database),
    release: async (lease, nextDueAt) => {
      const dueAt = sql`LEAST(${work.dueAt}, ${nextDueAt ?? null}::bigint)`;
      const free = { owner: null, leaseUntil: 0, faults: 0 };
      await database
        .update(work)
        .set({ ...free, dueAt })
        .where(held(lease));
    },
    abandon: async (lease, now, pause) => {
      // Not the earlier time that a newer event asked for: a fault under a flood must not spin.
      const faults = sql`${work.faults} + 1`;
      const free = { owner: null, leaseUntil: 0, faults };
      await database
        .update(work)
        .set({ ...free, dueAt: now + pause })
        .where(held(lease));
    },
    reclaim: async (now) => {
      await database
        .update(work)
        .set({ owner: null, leaseUntil: 0, dueAt: now })
        .where(gt(work.leaseUntil, 0));
    },
    due: (now, limit) => due(database, now, limit),
  };
}

type Mark = {
  readonly key: PullKey;
  readonly installation: InstallationId;
  readonly dueAt: Instant;
};

async function mark(database: Database, { key, installation, dueAt }: Mark): Promise<void> {
  await database
    .insert(work)
    .values({
      ...key,
      installationId: installation,
      generation: 1,
      dueAt,
      leaseUntil: 0,
      fence: 0,
    })
    .onConflictDoUpdate({
      target: [work.repositoryId, work.pull],
      set: {
        installationId: installation,
        generation: sql`${work.generation} + 1`,
        dueAt: sql`LEAST(${work.dueAt}, excluded.due_at)`,
      },
    });
}

async function due(database: Database, now: Instant, limit: number): Promise<readonly PullKey[]> {
  const rows = await database
    .select()
    .from(work)
    .where(isDue(now))
    .orderBy(asc(work.dueAt))
    .limit(limit);
  return rows.map(keyOf);
}

/** Wanted and in nobody's hands, or left in the hands of a worker that fell silent. */
function isDue(now: Instant) {
  const wanted = and(lte(work.dueAt, now), lte(work.leaseUntil, now));
  const orphaned = and(gt(work.leaseUntil, 0), lte(work.leaseUntil, now));
  return or(wanted, orphaned);
}

function held(lease: Lease) {
  return and(ofPull(work, lease.key), eq(work.fence, lease.fence), gt(work.leaseUntil, 0));
}

async function renew(database: Database, lease: Lease, until: Instant): Promise<boolean> {
  const renewed = await database
    .update(work)
    .set({ leaseUntil: until })
    .where(and(held(lease), eq(work.generation, lease.generation)))
    .returning({ fence: work.fence });
  return renewed.length === 1;
}

/**
 * Locks the row, so that nobody can take the lease before this transaction has ended; whoever asks
 * again in the same transaction is answered without asking the database.
 */
function assertionsIn(database: Database): Work["assertHeld"] {
  const asserted = new Set<Lease>();
  return async (lease) => {
    if (asserted.has(lease)) return;
    const rows = await database.select().from(work).where(held(lease)).for("update");
    if (rows.length === 0) throw new Error("the lease on a pull request was lost");
    asserted.add(lease);
  };
}

function keyOf(row: typeof work.$inferSelect): PullKey {
  return { repositoryId: repositoryId(row.repositoryId), pull: pullNumber(row.pull) };
}

function leaseOf(row: typeof work.$inferSelect): Lease {
  return {
    key: keyOf(row),
    installation: installationId(row.installationId),
    fence: row.fence,
    generation: row.generation,
    faults: row.faults,
  };
}
