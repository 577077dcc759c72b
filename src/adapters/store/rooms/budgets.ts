import { and, asc, gte } from "drizzle-orm";
import { pullNumber, repositoryId } from "../../../core/kernel/ids.ts";
import { instant } from "../../../core/kernel/instant.ts";
import type { Budgets, Spend } from "../../../ports/store/budgets.ts";
import type { Database } from "../database.ts";
import { ofSystem } from "../of-system.ts";
import { budgetLocks, spends } from "../tables/budgets.ts";

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
      await database
        .insert(spends)
        .values({ ...key, ...spend })
        .onConflictDoNothing();
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
