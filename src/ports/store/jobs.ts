import type { EvaluationJob, JobRun } from "../../core/evaluation/job.ts";
import type { JobResult } from "../../core/evaluation/job-results.ts";
import type { Digest } from "../../core/kernel/digest.ts";
import type { PullKey } from "../../core/kernel/ids.ts";
import type { Instant } from "../../core/kernel/instant.ts";

/** What a job answered, and which run of which job it was. */
export type JobAnswer = {
  readonly results: readonly JobResult[];
  readonly run: JobRun;
  readonly at: Instant;
};

export type KeptJob = EvaluationJob & { readonly answer?: JobAnswer; readonly isClosed: boolean };

/** Workflow runs that were asked for. Each is answered once, in its time, or not at all. */
export type Jobs = {
  open(job: EvaluationJob): Promise<void>;
  find(nonce: string): Promise<KeptJob | undefined>;
  /** The newest job of this question, closed or not. */
  latest(key: PullKey, question: Digest): Promise<KeptJob | undefined>;
  /** False when it was answered before, is closed or out of time: then nothing is changed. */
  answer(nonce: string, answer: JobAnswer): Promise<boolean>;
  /** What came of it is settled; the same question is asked anew only when somebody asks for that. */
  close(nonce: string): Promise<void>;
};
