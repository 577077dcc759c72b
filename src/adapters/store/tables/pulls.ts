import { bigint, boolean, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { PullRecord } from "../../../ports/store/pulls.ts";
import { document } from "./document.ts";

export const pulls = pgTable(
  "pulls",
  {
    repositoryId: bigint("repository_id", { mode: "number" }).notNull(),
    pull: integer("pull").notNull(),
    system: text("system"),
    state: text("state").notNull(),
    decided: boolean("decided").notNull(),
    record: document("record").$type<PullRecord>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.repositoryId, table.pull] })],
);
