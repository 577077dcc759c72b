import { bigint, boolean, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { Digest } from "../../../core/kernel/digest.ts";
import type { Json } from "../../../core/kernel/json.ts";
import { document } from "./document.ts";

export const cases = pgTable(
  "cases",
  {
    artifact: text("artifact").$type<Digest>().notNull(),
    suite: text("suite").$type<Digest>().notNull(),
    item: text("item").notNull(),
    record: document("record").$type<Json>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.artifact, table.suite, table.item] })],
);

/** The current epoch of a system; the row is locked while a test is spent. */
export const epochs = pgTable(
  "epochs",
  {
    repositoryId: bigint("repository_id", { mode: "number" }).notNull(),
    system: text("system").notNull(),
    epoch: integer("epoch").notNull(),
  },
  (table) => [primaryKey({ columns: [table.repositoryId, table.system] })],
);

export const epochTests = pgTable(
  "epoch_tests",
  {
    repositoryId: bigint("repository_id", { mode: "number" }).notNull(),
    system: text("system").notNull(),
    epoch: integer("epoch").notNull(),
    before: text("before").$type<Digest>().notNull(),
    after: text("after").$type<Digest>().notNull(),
    place: integer("place").notNull(),
    accepted: boolean("accepted").notNull(),
  },
  (table) => [
    primaryKey({
      columns: [table.repositoryId, table.system, table.epoch, table.before, table.after],
    }),
  ],
);
