import { bigint, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { Digest } from "../../../core/kernel/digest.ts";

export const pointers = pgTable(
  "pointers",
  {
    repositoryId: bigint("repository_id", { mode: "number" }).notNull(),
    system: text("system").notNull(),
    artifact: text("artifact").$type<Digest>().notNull(),
    version: text("version").$type<Digest>().notNull(),
    commit: text("commit").notNull(),
    since: bigint("since", { mode: "number" }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.repositoryId, table.system] })],
);

export const lineageEdges = pgTable(
  "lineage_edges",
  {
    repositoryId: bigint("repository_id", { mode: "number" }).notNull(),
    system: text("system").notNull(),
    version: text("version").$type<Digest>().notNull(),
    parent: text("parent").$type<Digest>(),
    pull: integer("pull"),
    entrySeq: bigint("entry_seq", { mode: "number" }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.repositoryId, table.system, table.entrySeq] })],
);

export const canaryLocks = pgTable(
  "canary_locks",
  {
    repositoryId: bigint("repository_id", { mode: "number" }).notNull(),
    system: text("system").notNull(),
    pull: integer("pull").notNull(),
    reason: text("reason").notNull(),
    until: bigint("until", { mode: "number" }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.repositoryId, table.system] })],
);
