import { bigint, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { JsonObject } from "../../../core/kernel/json.ts";
import type { Digest } from "../../../core/kernel/digest.ts";
import { document } from "./document.ts";

const system = () => ({
  repositoryId: bigint("repository_id", { mode: "number" }).notNull(),
  system: text("system").notNull(),
});

/** What charters in force let be kept. No input is without its rule: what goes, goes with it. */
export const captureRules = pgTable(
  "capture_rules",
  {
    ...system(),
    /** Milliseconds. */
    retention: bigint("retention", { mode: "number" }).notNull(),
    most: integer("most").notNull(),
    redact: document("redact").$type<readonly string[]>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.repositoryId, table.system] })],
);

export const capturedInputs = pgTable(
  "captured_inputs",
  {
    ...system(),
    digest: text("digest").$type<Digest>().notNull(),
    arrival: bigint("arrival", { mode: "number" }).generatedAlwaysAsIdentity(),
    input: document("input").$type<JsonObject>().notNull(),
    keptAt: bigint("kept_at", { mode: "number" }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.repositoryId, table.system, table.digest] })],
);

/** What the system's latest stage was shown. */
export const replayedInputs = pgTable(
  "replayed_inputs",
  {
    ...system(),
    stage: text("stage").notNull(),
    digest: text("digest").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.repositoryId, table.system, table.stage, table.digest] }),
  ],
);
