import { and, eq } from "drizzle-orm";
import { repositoryId, sha } from "../../../core/kernel/ids.ts";
import { instant } from "../../../core/kernel/instant.ts";
import type { RegisteredVersion, Versions } from "../../../ports/store/versions.ts";
import type { Database } from "../database.ts";
import { versions } from "../tables/versions.ts";

export function versionsIn(database: Database): Versions {
  return {
    register: async (version) => {
      await database.insert(versions).values(version).onConflictDoNothing();
    },
    load: async (repository, version) => {
      const [row] = await database
        .select()
        .from(versions)
        .where(and(eq(versions.repositoryId, repository), eq(versions.version, version)));
      return row && versionOf(row);
    },
  };
}

function versionOf({ parent, ...row }: typeof versions.$inferSelect): RegisteredVersion {
  return {
    ...row,
    repositoryId: repositoryId(row.repositoryId),
    commit: sha(row.commit),
    at: instant(row.at),
    ...(parent === null ? {} : { parent }),
  };
}
