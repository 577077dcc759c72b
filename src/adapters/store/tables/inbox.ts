import { bigint, integer, pgTable, text } from "drizzle-orm/pg-core";

export const deliveries = pgTable("deliveries", {
  guid: text("guid").primaryKey(),
  arrival: bigint("arrival", { mode: "number" }).generatedAlwaysAsIdentity(),
  event: text("event").notNull(),
  action: text("action"),
  installationId: bigint("installation_id", { mode: "number" }),
  repositoryId: bigint("repository_id", { mode: "number" }),
  payload: text("payload").notNull(),
  receivedAt: bigint("received_at", { mode: "number" }).notNull(),
  state: text("state", { enum: ["waiting", "completed", "set-aside"] }).notNull(),
  attempts: integer("attempts").notNull(),
  dueAt: bigint("due_at", { mode: "number" }).notNull(),
  leaseUntil: bigint("lease_until", { mode: "number" }).notNull(),
  completedAt: bigint("completed_at", { mode: "number" }),
  detail: text("detail"),
});
