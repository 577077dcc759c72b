import { and, asc, eq } from "drizzle-orm";
import type { Incidents } from "../../../ports/store/incidents.ts";
import type { Database } from "../database.ts";
import { ofPull } from "../of-pull.ts";
import { branches, incidents, licences } from "../tables/incidents.ts";

export function incidentsIn(database: Database): Incidents {
  return {
    ...licencesIn(database),
    branch: async (repositoryId) => {
      const of = eq(branches.repositoryId, repositoryId);
      const [row] = await database.select().from(branches).where(of).for("update");
      return row?.record;
    },
    saveBranch: async (record) => {
      const { repositoryId } = record;
      await database
        .insert(branches)
        .values({ repositoryId, record })
        .onConflictDoUpdate({ target: branches.repositoryId, set: { record } });
    },
    open: async (repositoryId) => {
      const rows = await database
        .select()
        .from(incidents)
        .where(and(eq(incidents.repositoryId, repositoryId), eq(incidents.isOpen, true)))
        .orderBy(asc(incidents.openedAt), asc(incidents.id));
      return rows.map((row) => row.record);
    },
    save: async (record) => {
      const { repositoryId, id, openedAt } = record;
      const row = { repositoryId, id, openedAt, isOpen: record.ended === undefined, record };
      await database
        .insert(incidents)
        .values(row)
        .onConflictDoUpdate({ target: [incidents.repositoryId, incidents.id], set: row });
    },
  };
}

function licencesIn(database: Database): Pick<Incidents, "licences" | "grant" | "withdraw"> {
  return {
    licences: async (repositoryId) => {
      const of = eq(licences.repositoryId, repositoryId);
      const rows = await database.select().from(licences).where(of).orderBy(asc(licences.pull));
      return rows.map((row) => row.record);
    },
    grant: async (record) => {
      await database
        .insert(licences)
        .values({ ...record.key, record })
        .onConflictDoUpdate({ target: [licences.repositoryId, licences.pull], set: { record } });
    },
    withdraw: async (key) => {
      await database.delete(licences).where(ofPull(licences, key));
    },
  };
}
