import { bigint, boolean, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { Incident } from "../../../core/incident/incident.ts";
import type { Licence } from "../../../core/incident/licence.ts";
import type { WatchedBranch } from "../../../ports/store/incidents.ts";
import { document } from "./document.ts";

export const branches = pgTable("branches", {
  repositoryId: bigint("repository_id", { mode: "number" }).primaryKey(),
  record: document("record").$type<WatchedBranch>().notNull(),
});

export const licences = pgTable(
  "licences",
  {
    repositoryId: bigint("repository_id", { mode: "number" }).notNull(),
    pull: integer("pull").notNull(),
    record: document("record").$type<Licence>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.repositoryId, table.pull] })],
);

export const incidents = pgTable(
  "incidents",
  {
    repositoryId: bigint("repository_id", { mode: "number" }).notNull(),
    id: text("id").notNull(),
    isOpen: boolean("is_open").notNull(),
    openedAt: bigint("opened_at", { mode: "number" }).notNull(),
    record: document("record").$type<Incident>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.repositoryId, table.id] })],
);
