import { bigint, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { Digest } from "../../../core/kernel/digest.ts";
import type { RegisteredVersion } from "../../../ports/store/versions.ts";
import { document } from "./document.ts";

export const versions = pgTable(
  "versions",
  {
    repositoryId: bigint("repository_id", { mode: "number" }).notNull(),
    system: text("system").notNull(),
    version: text("version").$type<Digest>().notNull(),
    artifact: text("artifact").$type<Digest>().notNull(),
    parent: text("parent").$type<Digest>(),
    commit: text("commit").notNull(),
    path: text("path").notNull(),
    positions: document("positions").$type<RegisteredVersion["positions"]>().notNull(),
    tiers: document("tiers").$type<RegisteredVersion["tiers"]>().notNull(),
    at: bigint("at", { mode: "number" }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.repositoryId, table.version] })],
);
