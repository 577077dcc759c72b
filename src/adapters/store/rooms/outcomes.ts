import { and, asc, count, eq } from "drizzle-orm";
import { instant } from "../../../core/kernel/instant.ts";
import type { OutcomeRecord, Outcomes } from "../../../ports/store/outcomes.ts";
import type { Database } from "../database.ts";
import { outcomes } from "../tables/rollouts.ts";

export function outcomesIn(database: Database): Outcomes {
  return {
    record: async (outcome) => {
      const stored = await database
        .insert(outcomes)
        .values(outcome)
        .onConflictDoNothing()
        .returning({ id: outcomes.id });
      return stored.length === 0 ? "duplicate" : "recorded";
    },
    count: async (rolloutId, variant) => {
      const [row] = await database
        .select({ outcomes: count() })
        .from(outcomes)
        .where(ofVariant(rolloutId, variant));
      return row?.outcomes ?? 0;
    },
    ofUnit: async (rolloutId, unit, variant) => {
      const [row] = await database
        .select()
        .from(outcomes)
        .where(and(ofVariant(rolloutId, variant), eq(outcomes.unit, unit)))
        .orderBy(asc(outcomes.arrival))
        .limit(1);
      return row && outcomeOf(row);
    },
  };
}

function ofVariant(rolloutId: string, variant: OutcomeRecord["variant"]) {
  return and(eq(outcomes.rolloutId, rolloutId), eq(outcomes.variant, variant));
}

function outcomeOf(row: typeof outcomes.$inferSelect): OutcomeRecord {
  const { id, rolloutId, unit, variant, metrics } = row;
  return { id, rolloutId, unit, variant, metrics, at: instant(row.at) };
}
