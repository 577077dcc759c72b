import { and, asc, count, eq, inArray, lte, sql } from "drizzle-orm";
import { instant } from "../../../core/kernel/instant.ts";
import type { Delivery, Inbox } from "../../../ports/store/inbox.ts";
import type { Database } from "../database.ts";
import { storable } from "../storable.ts";
import { deliveries } from "../tables/inbox.ts";

/** After so many starts a delivery waits for a person (or for GitHub to deliver it again). */
const MOST_ATTEMPTS = 8;

export function inboxIn(database: Database): Inbox {
  return {
    receive: (given) => receive(database, given),
    claim: (now, lease, limit) => claim(database, { now, until: now + lease, limit }),
    complete: async (guid, now) => {
      // The body has served; only the GUID is needed to know a replay.
      await database
        .update(deliveries)
        .set({ state: "completed", completedAt: now, payload: "", leaseUntil: 0 })
        .where(eq(deliveries.guid, guid));
    },
    fail: (guid, detail, retryAt) => fail(database, { guid, detail, retryAt }),
    known: async (guids) => {
      if (guids.length === 0) return new Set();
      const rows = await database
        .select({ guid: deliveries.guid })
        .from(deliveries)
        .where(inArray(deliveries.guid, [...guids]));
      return new Set(rows.map(({ guid }) => guid));
    },
    waiting: async () => {
      const [row] = await database
        .select({ waiting: count() })
        .from(deliveries)
        .where(eq(deliveries.state, "waiting"));
      return row?.waiting ?? 0;
    },
    reclaim: async () => {
      await database
        .update(deliveries)
        .set({ leaseUntil: 0 })
        .where(eq(deliveries.state, "waiting"));
    },
  };
}

/**
 * One statement whatever their number. It may touch no row twice, so a GUID that came twice in it is
 * taken as it first came, as it would be one by one.
 */
async function receive(
  database: Database,
  given: readonly Delivery[],
): Promise<ReadonlySet<string>> {
  if (given.length === 0) return new Set();
  const once = new Map(given.toReversed().map((delivery) => [delivery.guid, delivery]));
  const rows = given.filter((delivery) => once.get(delivery.guid) === delivery).map(rowOf);
  const stored = await database
    .insert(deliveries)
    .values(rows)
    .onConflictDoUpdate({
      target: deliveries.guid,
      set: {
        state: "waiting",
        attempts: sql`CASE WHEN ${deliveries.state} = 'set-aside' THEN 0 ELSE ${deliveries.attempts} END`,
        dueAt: sql`LEAST(${deliveries.dueAt}, excluded.due_at)`,
      },
      setWhere: sql`${deliveries.state} <> 'completed'`,
    })
    .returning({ guid: deliveries.guid });
  return new Set(stored.map(({ guid }) => guid));
}

/** Every column is said, so that the statement's text depends on the number of rows alone. */
function rowOf(delivery: Delivery): typeof deliveries.$inferInsert {
  const { guid, event, action, installationId, repositoryId, receivedAt } = delivery;
  return {
    guid,
    event,
    action: action ?? null,
    installationId: installationId ?? null,
    repositoryId: repositoryId ?? null,
    receivedAt,
    completedAt: null,
    ...beginningOf(delivery),
    attempts: 0,
    dueAt: receivedAt,
    leaseUntil: 0,
  };
}

/** Of what asks for nothing only the GUID is needed, to know a replay. */
function beginningOf({ asksNothing, payload, receivedAt }: Delivery) {
  if (asksNothing === undefined) return { state: "waiting", payload } as const;
  return { state: "completed", payload: "", completedAt: receivedAt } as const;
}

type Claim = { readonly now: number; readonly until: number; readonly limit: number };

async function claim(database: Database, claim: Claim): Promise<readonly Delivery[]> {
  const rows = await database
    .select()
    .from(deliveries)
    .where(
      and(
        eq(deliveries.state, "waiting"),
        lte(deliveries.dueAt, claim.now),
        lte(deliveries.leaseUntil, claim.now),
      ),
    )
    .orderBy(asc(deliveries.arrival))
    .limit(claim.limit)
    .for("update", { skipLocked: true });
  if (rows.length === 0) return [];
  await database
    .update(deliveries)
    .set({ leaseUntil: claim.until, attempts: sql`${deliveries.attempts} + 1` })
    .where(
      inArray(
        deliveries.guid,
        rows.map((row) => row.guid),
      ),
    );
  return rows.map(deliveryOf);
}

async function fail(
  database: Database,
  failure: { readonly guid: string; readonly detail: string; readonly retryAt: number },
): Promise<"will-retry" | "set-aside"> {
  const failed = eq(deliveries.guid, failure.guid);
  const state = sql<
    "waiting" | "set-aside"
  >`CASE WHEN ${deliveries.attempts} >= ${MOST_ATTEMPTS} THEN 'set-aside' ELSE 'waiting' END`;
  const [row] = await database
    .update(deliveries)
    .set({ state, detail: storable(failure.detail), dueAt: failure.retryAt, leaseUntil: 0 })
    .where(and(failed, eq(deliveries.state, "waiting")))
    .returning({ state: deliveries.state });
  return row?.state === "set-aside" ? "set-aside" : "will-retry";
}

function deliveryOf(row: typeof deliveries.$inferSelect): Delivery {
  const { guid, event, action, installationId, repositoryId, payload, receivedAt } = row;
  return {
    guid,
    event,
    ...(action === null ? {} : { action }),
    ...(installationId === null ? {} : { installationId }),
    ...(repositoryId === null ? {} : { repositoryId }),
    payload,
    receivedAt: instant(receivedAt),
  };
}
