import { pgTable, text } from "drizzle-orm/pg-core";
import type { Digest } from "../../../core/kernel/digest.ts";

export const artifacts = pgTable("artifacts", {
  digest: text("digest").$type<Digest>().primaryKey(),
  text: text("text").notNull(),
});
