import { and, asc, eq, notInArray } from "drizzle-orm";
import type { PullRecord, Pulls } from "../../../ports/store/pulls.ts";
import type { Database } from "../database.ts";
import { ofPull } from "../of-pull.ts";
import { ofSystem } from "../of-system.ts";
import { pulls } from "../tables/pulls.ts";

/** States of a pull request that wants nothing of its system any more. */
const OVER = ["closed", "merged", "promoted", "rolled-back", "voided", "withdrawn"];

export function pullsIn(database: Database): Pulls {
  return {
    load: async (key) => {
      const [row] = await database.select().from(pulls).where(ofPull(pulls, key));
      return row?.record;
    },
    save: (record) => save(database, record),
    openIn: async (repositoryId) => {
      const rows = await database
        .select()
        .from(pulls)
        .where(and(eq(pulls.repositoryId, repositoryId), notInArray(pulls.state, OVER)))
        .orderBy(asc(pulls.pull));
      return rows.map((row) => row.record.key);
    },
    quarantined: async () => {
      const rows = await database
        .select()
        .from(pulls)
        .where(eq(pulls.state, "quarantined"))
        .orderBy(asc(pulls.repositoryId), asc(pulls.pull));
      return rows.map((row) => row.record);
    },
    ofSystem: async (repositoryId, system) => {
      const rows = await database
        .select()
        .from(pulls)
        .where(
          and(
            ofSystem(pulls, { repositoryId, system }),
            eq(pulls.decided, true),
            notInArray(pulls.state, OVER),
          ),
        )
        .orderBy(asc(pulls.pull));
      return rows.map((row) => row.record);
    },
  };
}

async function save(database: Database, record: PullRecord): Promise<void> {
  const { system, state } = record;
  const row = {
    ...record.key,
    system: system ?? null,
    state,
    record,
    decided: record.decision !== undefined,
  };
  await database
    .insert(pulls)
    .values(row)
    .onConflictDoUpdate({ target: [pulls.repositoryId, pulls.pull], set: row });
}
