import { bigint, pgTable } from "drizzle-orm/pg-core";

export const installations = pgTable("installations", {
  installationId: bigint("installation_id", { mode: "number" }).primaryKey(),
});

export const installedRepositories = pgTable("installed_repositories", {
  repositoryId: bigint("repository_id", { mode: "number" }).primaryKey(),
  installationId: bigint("installation_id", { mode: "number" }).notNull(),
});
