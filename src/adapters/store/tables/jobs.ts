import { bigint, boolean, pgTable, text } from "drizzle-orm/pg-core";
import type { EvaluationJob } from "../../../core/evaluation/job.ts";
import type { Digest } from "../../../core/kernel/digest.ts";
import type { JobAnswer } from "../../../ports/store/jobs.ts";
import { document } from "./document.ts";

export const jobs = pgTable("evaluation_jobs", {
  nonce: text("nonce").primaryKey(),
  repositoryId: bigint("repository_id", { mode: "number" }).notNull(),
  pull: bigint("pull", { mode: "number" }).notNull(),
  question: text("question").$type<Digest>().notNull(),
  expiresAt: bigint("expires_at", { mode: "number" }).notNull(),
  job: document("job").$type<EvaluationJob>().notNull(),
  answer: document("answer").$type<JobAnswer>(),
  isClosed: boolean("is_closed").notNull(),
});
