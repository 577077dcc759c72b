import { audienceOf, checkClaims, type EvaluationJob } from "../../core/evaluation/job.ts";
import type { JobResult } from "../../core/evaluation/job-results.ts";
import type { ReasonCode } from "../../core/gate/reason-code.ts";
import { accepted, refused, type Result } from "../../core/kernel/result.ts";
import type { Ports } from "../../ports/ports.ts";
import { slotOfJob } from "../evaluation/attend-job.ts";

export type Submission = {
  readonly nonce: string;
  readonly token: string;
  readonly results: readonly JobResult[];
};

type ReceivingPorts = Pick<Ports, "store" | "clock" | "wake" | "forge" | "jobTokens">;

/**
 * Takes a job's answer, once, from exactly the run that was asked for. The token goes first, so that
 * nobody without one learns which nonces there are.
 */
export async function receiveResults(
  ports: ReceivingPorts,
  { nonce, token, results }: Submission,
): Promise<Result<undefined, ReasonCode>> {
  const verified = await ports.jobTokens.verify(token, audienceOf(nonce));
  if (!verified.ok) return verified;
  const job = await ports.store.transact((tx) => tx.jobs.find(nonce));
  if (job === undefined || job.answer !== undefined) return refused("results-not-awaited");
  const foreign = checkClaims(job, verified.value, await circumstancesOf(ports, job));
  if (foreign !== undefined) return refused(foreign);
  const { runId, runAttempt, sha } = verified.value;
  const now = ports.clock.now();
  const answer = { results, run: { runId, runAttempt, sha }, at: now };
  const isTaken = await ports.store.transact(async (tx) => {
    const isFirst = await tx.jobs.answer(nonce, answer);
    if (isFirst) await tx.work.mark(job.key, job.installation, now);
    return isFirst;
  });
  if (!isTaken) return refused("results-not-awaited");
  await ports.wake.ring(job.key);
  return accepted(undefined);
}

async function circumstancesOf(
  ports: ReceivingPorts,
  job: EvaluationJob,
): Promise<Parameters<typeof checkClaims>[2]> {
  const { repositoryId } = job.key;
  const repository = await ports.forge.repository(job.installation, repositoryId);
  return {
    tip: await repository.branchTip(job.baseRef),
    runId: await ports.store.transact((tx) => tx.outbox.githubIdOf(repositoryId, slotOfJob(job))),
  };
}
