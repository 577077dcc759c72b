import { bigint, boolean, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { Digest } from "../../../core/kernel/digest.ts";

/** Secrets that commitments in the record were made with. */
export const commitments = pgTable("commitments", {
  commitment: text("commitment").$type<Digest>().primaryKey(),
  salt: text("salt").notNull(),
});

/** Shards that were asked; the row is locked while a word is counted. */
export const sealedShards = pgTable("sealed_shards", {
  shard: text("shard").$type<Digest>().primaryKey(),
  retired: boolean("retired").notNull(),
});

export const sealedWords = pgTable(
  "sealed_words",
  {
    shard: text("shard").$type<Digest>().notNull(),
    repositoryId: bigint("repository_id", { mode: "number" }).notNull(),
    system: text("system").notNull(),
    before: text("before").$type<Digest>().notNull(),
    after: text("after").$type<Digest>().notNull(),
    items: integer("items").notNull(),
  },
  (table) => [
    primaryKey({
      columns: [
        table.shard,
        table.repositoryId,
        table.system,
        table.before,
        table.after,
        table.items,
      ],
    }),
  ],
);
