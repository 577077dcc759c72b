import { bigint, doublePrecision, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { Digest } from "../../../core/kernel/digest.ts";
import type { Rollout, RolloutState } from "../../../core/rollout/rollout.ts";
import type { Exposure } from "../../../ports/store/rollouts.ts";
import type { OutcomeRecord } from "../../../ports/store/outcomes.ts";
import { document } from "./document.ts";

export const rollouts = pgTable("rollouts", {
  id: text("id").primaryKey(),
  arrival: bigint("arrival", { mode: "number" }).generatedAlwaysAsIdentity(),
  repositoryId: bigint("repository_id", { mode: "number" }).notNull(),
  pull: integer("pull").notNull(),
  system: text("system").notNull(),
  state: text("state").$type<RolloutState>().notNull(),
  record: document("record").$type<Rollout>().notNull(),
});

export const exposures = pgTable(
  "exposures",
  {
    rolloutId: text("rollout_id").notNull(),
    unit: text("unit").notNull(),
    variant: text("variant").$type<Exposure["variant"]>().notNull(),
    artifact: text("artifact").$type<Digest>().notNull(),
    share: doublePrecision("share").notNull(),
    at: bigint("at", { mode: "number" }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.rolloutId, table.unit] })],
);

export const outcomes = pgTable(
  "outcomes",
  {
    rolloutId: text("rollout_id").notNull(),
    id: text("id").notNull(),
    arrival: bigint("arrival", { mode: "number" }).generatedAlwaysAsIdentity(),
    unit: text("unit").notNull(),
    variant: text("variant").$type<OutcomeRecord["variant"]>().notNull(),
    metrics: document("metrics").$type<OutcomeRecord["metrics"]>().notNull(),
    at: bigint("at", { mode: "number" }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.rolloutId, table.id] })],
);
