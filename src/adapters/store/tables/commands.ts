import { bigint, integer, pgTable, text } from "drizzle-orm/pg-core";
import type { CommandRequest } from "../../../ports/store/commands.ts";
import { document } from "./document.ts";

export const commands = pgTable("commands", {
  guid: text("guid").primaryKey(),
  arrival: bigint("arrival", { mode: "number" }).generatedAlwaysAsIdentity(),
  repositoryId: bigint("repository_id", { mode: "number" }).notNull(),
  pull: integer("pull").notNull(),
  request: document("request").$type<CommandRequest>().notNull(),
  answer: text("answer"),
});
