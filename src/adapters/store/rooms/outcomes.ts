import { and, asc, count, eq, sql } from "drizzle-orm";
import { instant } from "../../../core/kernel/instant.ts";
import type { OutcomeRecord, Outcomes } from "../../../ports/store/outcomes.ts";
import type { Database } from "../database.ts";
import { isAnyOf, numbers, texts } from "../many.ts";
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
    ofUnits: async (rolloutId, units) => {
      const rows = await database
        .select()
        .from(outcomes)
        .where(and(eq(outcomes.rolloutId, rolloutId), isAnyOf(outcomes.unit, units)))
        .orderBy(asc(outcomes.arrival));
      return rows.map(outcomeOf);
    },
    taken: async (rolloutId, ids) => {
      const rows = await database
        .select({ id: outcomes.id })
        .from(outcomes)
        .where(and(eq(outcomes.rolloutId, rolloutId), isAnyOf(outcomes.id, ids)));
      return rows.map(({ id }) => id);
    },
  };
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

function outcomeOf(row: typeof outcomes.$inferSelect): OutcomeRecord {
  const { id, rolloutId, unit, variant, metrics } = row;
  return { id, rolloutId, unit, variant, metrics, at: instant(row.at) };
}
