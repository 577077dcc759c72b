import { eq, inArray } from "drizzle-orm";
import { installationId } from "../../../core/kernel/ids.ts";
import type { Systems } from "../../../ports/store/systems.ts";
import type { Database } from "../database.ts";
import { installations, installedRepositories } from "../tables/installations.ts";

type Installations = Pick<
  Systems,
  | "rememberInstallation"
  | "installationOf"
  | "forgetInstallation"
  | "knownInstallations"
  | "rememberInstalled"
>;

export function installationsIn(database: Database): Installations {
  const rememberInstalled = async (installationId: number) => {
    await database.insert(installations).values({ installationId }).onConflictDoNothing();
  };
  return {
    rememberInstalled,
    rememberInstallation: async (repositoryId, installationId) => {
      await rememberInstalled(installationId);
      await database
        .insert(installedRepositories)
        .values({ repositoryId, installationId })
        .onConflictDoUpdate({
          target: installedRepositories.repositoryId,
          set: { installationId },
        });
    },
    installationOf: async (repositoryId) => {
      const [row] = await database
        .select()
        .from(installedRepositories)
        .where(eq(installedRepositories.repositoryId, repositoryId));
      return row && installationId(row.installationId);
    },
    forgetInstallation: async (installation) => {
      await database
        .delete(installedRepositories)
        .where(eq(installedRepositories.installationId, installation));
      await database.delete(installations).where(eq(installations.installationId, installation));
    },
    knownInstallations: async (asked) => {
      if (asked.length === 0) return new Set();
      const rows = await database
        .select()
        .from(installations)
        .where(inArray(installations.installationId, [...asked]));
      return new Set(rows.map((row) => installationId(row.installationId)));
    },
  };
}
