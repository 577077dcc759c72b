import { pgTable, text } from "drizzle-orm/pg-core";
import type { RuntimeToken } from "../../../ports/store/tokens.ts";
import { document } from "./document.ts";

export const tokens = pgTable("tokens", {
  sha256: text("sha256").primaryKey(),
  token: document("token").$type<RuntimeToken>().notNull(),
});
