import { bigint, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { Effect } from "../../../core/decision/effect.ts";
import { document } from "./document.ts";

export const effects = pgTable("effects", {
  id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
  repositoryId: bigint("repository_id", { mode: "number" }).notNull(),
  pull: integer("pull").notNull(),
  slot: text("slot").notNull(),
  /** Digest of the effect, so that "says the same" is one comparison. */
  says: text("says").notNull(),
  effect: document("effect").$type<Effect>().notNull(),
  entrySeq: bigint("entry_seq", { mode: "number" }).notNull(),
  state: text("state", { enum: ["pending", "performed", "refused", "superseded"] }).notNull(),
  attempts: integer("attempts").notNull(),
  detail: text("detail"),
});

/** The GitHub object that fills a slot. */
export const slots = pgTable(
  "slots",
  {
    repositoryId: bigint("repository_id", { mode: "number" }).notNull(),
    slot: text("slot").notNull(),
    githubId: text("github_id").notNull(),
  },
  (table) => [primaryKey({ columns: [table.repositoryId, table.slot] })],
);
