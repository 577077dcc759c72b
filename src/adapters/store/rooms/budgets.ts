import { and, asc, gte, sql } from "drizzle-orm";
import { pullNumber, repositoryId } from "../../../core/kernel/ids.ts";
import { instant } from "../../../core/kernel/instant.ts";
import type { Budgets, Spend } from "../../../ports/store/budgets.ts";
import type { Database } from "../database.ts";
import { ofSystem } from "../of-system.ts";
import { budgetLocks, spends } from "../tables/budgets.ts";

/** What the same change can spend more than once, on a new baseline; the other kinds count it once. */
const PURSES: readonly Spend["kind"][] = ["sealed-pairs", "usd-micros"];

export function budgetsIn(database: Database): Budgets {
  return {
    lock: async (repositoryId, system) => {
      const owner = { repositoryId, system };
      await database.insert(budgetLocks).values(owner).onConflictDoNothing();
      await database.select().from(budgetLocks).where(ofSystem(budgetLocks, owner)).for("update");
    },
    spentSince: async (repositoryId, system, since) => {
      const rows = await database
        .select()
        .from(spends)
        .where(and(ofSystem(spends, { repositoryId, system }), gte(spends.at, since)))
        .orderBy(asc(spends.at), asc(spends.arrival));
      return rows.map(spendOf);
    },
    record: async ({ key, ...spend }) => {
      const insert = database.insert(spends).values({ ...key, ...spend });
      if (!PURSES.includes(spend.kind)) {
        await insert.onConflictDoNothing();
        return;
      }
      const amount = sql`${spends.amount} + excluded.amount`;
      await insert.onConflictDoUpdate({
        target: [spends.repositoryId, spends.pull, spends.kind, spends.after],
        set: { amount, at: spend.at },
      });
    },
  };
}

function spendOf(row: typeof spends.$inferSelect): Spend {
  const { system, kind, after, amount, byPerson } = row;
  return {
    key: { repositoryId: repositoryId(row.repositoryId), pull: pullNumber(row.pull) },
    system,
    kind,
    after,
    amount,
    byPerson,
    at: instant(row.at),
  };
}
