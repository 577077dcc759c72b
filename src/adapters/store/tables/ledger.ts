import { bigint, integer, pgTable, text } from "drizzle-orm/pg-core";
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
