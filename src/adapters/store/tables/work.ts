import { bigint, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";

/** `lease_until` 0: nobody works on it. `due_at` null: nothing to look at. `faults`: in a row. */
export const work = pgTable(
  "work",
  {
    repositoryId: bigint("repository_id", { mode: "number" }).notNull(),
    pull: integer("pull").notNull(),
    installationId: bigint("installation_id", { mode: "number" }).notNull(),
    generation: bigint("generation", { mode: "number" }).notNull(),
    dueAt: bigint("due_at", { mode: "number" }),
    owner: text("owner"),
    leaseUntil: bigint("lease_until", { mode: "number" }).notNull(),
    fence: bigint("fence", { mode: "number" }).notNull(),
    faults: integer("faults").notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.repositoryId, table.pull] })],
);
