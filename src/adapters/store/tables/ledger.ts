import { bigint, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { document } from "./document.ts";

/** `text` is the exact canonical JSON that was hashed; triggers refuse every change to a row. */
export const ledgerEntries = pgTable("ledger_entries", {
  seq: bigint("seq", { mode: "number" }).primaryKey(),
  leaf: text("leaf").notNull(),
  repositoryId: bigint("repository_id", { mode: "number" }).notNull(),
  text: text("text").notNull(),
});

/** The single row whose lock orders all appends. `range` is the compact range, largest tree first. */
export const ledgerHead = pgTable("ledger_head", {
  id: integer("id").primaryKey(),
  size: bigint("size", { mode: "number" }).notNull(),
  root: text("root").notNull(),
  range: document("range").$type<readonly string[]>().notNull(),
});

/** Perfect subtrees above the leaves, each written once, with the entry that completes it. */
export const ledgerNodes = pgTable(
  "ledger_nodes",
  {
    level: integer("level").notNull(),
    at: bigint("at", { mode: "number" }).notNull(),
    hash: text("hash").notNull(),
  },
  ({ level, at }) => [primaryKey({ columns: [level, at] })],
);
