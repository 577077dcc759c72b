import type { ReasonCode } from "../gate/reason-code.ts";
import type { Digest } from "../kernel/digest.ts";
import type { InstallationId, PullKey, Sha } from "../kernel/ids.ts";
import type { Instant } from "../kernel/instant.ts";

/** One run of a team's workflow over both versions of one change, asked for once. */
export type EvaluationJob = {
  /** Unguessable; the audience of the one token that may answer. */
  readonly nonce: string;
  readonly key: PullKey;
  readonly installation: InstallationId;
  /** What was asked: versions, suites and runner. Another question is another job. */
  readonly question: Digest;
  readonly headSha: Sha;
  readonly baseSha: Sha;
  /** The branch whose workflow runs: where the charter is read. */
  readonly baseRef: string;
  readonly workflow: string;
  readonly expiresAt: Instant;
};

/** What GitHub says of the job that holds a token, once its signature held. */
export type JobClaims = {
  readonly repositoryId: number;
  readonly repository: string;
  readonly workflowRef: string;
  readonly jobWorkflowRef: string;
  readonly ref: string;
  readonly sha: string;
  readonly event: string;
  readonly runId: string;
  readonly runAttempt: string;
};

/** Which run of which commit's workflow answered. */
export type JobRun = Pick<JobClaims, "runId" | "runAttempt" | "sha">;

/** What is known beside the job: where its branch is now, and which run GitHub said it had started. */
export type Circumstances = {
  readonly tip?: string | undefined;
  readonly runId?: string | undefined;
};

/** The audience that a job's token has to be for. */
export function audienceOf(nonce: string): string {
  return `omega:${nonce}`;
}

/**
 * Whether exactly the governed workflow, at the branch that governs, in this repository, holds the
 * token. Names can be given to other repositories, so the number counts.
 */
export function checkClaims(
  job: EvaluationJob,
  claims: JobClaims,
  { tip, runId }: Circumstances,
): ReasonCode | undefined {
  const isGoverned = claims.sha === job.baseSha || claims.sha === tip;
  const isTheRun = runId === undefined || runId === "" || claims.runId === runId;
  return isTheJob(job, claims) && isGoverned && isTheRun ? undefined : "results-from-elsewhere";
}

function isTheJob(job: EvaluationJob, claims: JobClaims): boolean {
  const ref = `refs/heads/${job.baseRef}`;
  const workflow = `${claims.repository}/${job.workflow}@${ref}`;
  return (
    claims.repositoryId === job.key.repositoryId &&
    claims.event === "workflow_dispatch" &&
    claims.ref === ref &&
    claims.workflowRef === workflow &&
    // A reusable workflow would be other code, perhaps of another repository.
    claims.jobWorkflowRef === workflow
  );
}
