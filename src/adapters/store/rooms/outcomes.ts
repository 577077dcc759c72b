import { and, asc, count, eq, sql } from "drizzle-orm";
import { instant } from "../../../core/kernel/instant.ts";
import type { OutcomeRecord, Outcomes } from "../../../ports/store/outcomes.ts";
import type { Database } from "../database.ts";
import { numbers, texts } from "../many.ts";
import { outcomes } from "../tables/rollouts.ts";

export function outcomesIn(database: Database): Outcomes {
  return {
    record: (told) => record(database, told),
    count: async (rolloutId, variant) => {
      const [row] = await database
        .select({ outcomes: count() })
        .from(outcomes)
        .where(ofVariant(rolloutId, variant));
      return row?.outcomes ?? 0;
    },
    ofUnits: (rolloutId, units) => ofUnits(database, rolloutId, units),
    taken: (rolloutId, ids) => taken(database, rolloutId, ids),
  };
}

/**
 * No limit that is ever met. A look-up with one is made for each thing that is asked; without, the
 * planner may read all outcomes of a roll-out and filter them, and does where it has no statistics:
 * each batch would wait for all that were reported before.
 */
const MOST_FOUND = 1000;

async function ofUnits(
  database: Database,
  rolloutId: string,
  units: readonly string[],
): Promise<readonly OutcomeRecord[]> {
  const found = database
    .select()
    .from(outcomes)
    .where(and(eq(outcomes.rolloutId, rolloutId), sql`${outcomes.unit} = asked.unit`))
    .limit(MOST_FOUND)
    .as("found");
  const rows = await database
    .select({
      id: found.id,
      rolloutId: found.rolloutId,
      unit: found.unit,
      variant: found.variant,
      metrics: found.metrics,
      at: found.at,
    })
    .from(sql`unnest(${texts(units, (unit) => unit)}) AS asked (unit)`)
    .innerJoinLateral(found, sql`true`)
    .orderBy(asc(found.arrival));
  return rows.map((row) => ({ ...row, at: instant(row.at) }));
}

async function taken(
  database: Database,
  rolloutId: string,
  ids: readonly string[],
): Promise<readonly string[]> {
  const found = database
    .select({ id: outcomes.id })
    .from(outcomes)
    .where(and(eq(outcomes.rolloutId, rolloutId), sql`${outcomes.id} = asked.id`))
    .limit(MOST_FOUND)
    .as("found");
  const rows = await database
    .select({ id: found.id })
    .from(sql`unnest(${texts(ids, (id) => id)}) AS asked (id)`)
    .innerJoinLateral(found, sql`true`);
  return rows.map(({ id }) => id);
}

/** One statement whatever their number, whose text and plan the server knows from the last time. */
async function record(database: Database, told: readonly OutcomeRecord[]): Promise<void> {
  if (told.length === 0) return;
  await database.execute(sql`
    INSERT INTO ${outcomes} (rollout_id, id, unit, variant, metrics, at)
    SELECT * FROM unnest(
      ${texts(told, ({ rolloutId }) => rolloutId)}, ${texts(told, ({ id }) => id)},
      ${texts(told, ({ unit }) => unit)}, ${texts(told, ({ variant }) => variant)},
      ${texts(told, ({ metrics }) => JSON.stringify(metrics))}, ${numbers(told, ({ at }) => at)}::bigint[]
    )`);
}

function ofVariant(rolloutId: string, variant: OutcomeRecord["variant"]) {
  return and(eq(outcomes.rolloutId, rolloutId), eq(outcomes.variant, variant));
}
