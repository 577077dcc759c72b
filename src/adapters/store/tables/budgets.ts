import { bigint, boolean, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { Spend } from "../../../ports/store/budgets.ts";
import type { Digest } from "../../../core/kernel/digest.ts";

/** One row per system, only to be locked. */
export const budgetLocks = pgTable(
  "budget_locks",
  {
    repositoryId: bigint("repository_id", { mode: "number" }).notNull(),
    system: text("system").notNull(),
  },
  (table) => [primaryKey({ columns: [table.repositoryId, table.system] })],
);

export const spends = pgTable(
  "spends",
  {
    arrival: bigint("arrival", { mode: "number" }).generatedAlwaysAsIdentity(),
    repositoryId: bigint("repository_id", { mode: "number" }).notNull(),
    pull: integer("pull").notNull(),
    system: text("system").notNull(),
    kind: text("kind").$type<Spend["kind"]>().notNull(),
    before: text("before").$type<Digest>().notNull(),
    after: text("after").$type<Digest>().notNull(),
    amount: bigint("amount", { mode: "number" }).notNull(),
    byPerson: boolean("by_person").notNull(),
    at: bigint("at", { mode: "number" }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.repositoryId, table.pull, table.kind, table.after] })],
);
