import { createRemoteJWKSet, customFetch, errors, jwtVerify } from "jose";
import { z } from "zod";
import type { JobClaims } from "../../core/evaluation/job.ts";
import { accepted, refused, type Result } from "../../core/kernel/result.ts";
import type { ReasonCode } from "../../core/gate/reason-code.ts";
import type { Clock } from "../../ports/clock.ts";
import type { JobTokens } from "../../ports/job-tokens.ts";
import { fetchKeys } from "./fetch-keys.ts";

/** Seconds by which GitHub's clock and ours may differ. */
const SKEW_S = 60;

const LONGEST_LIFE = "10m";
const KEYS_MS = 10 * 60_000;
const PAUSE_MS = 30_000;
const PATIENCE_MS = 5_000;

const claims = z.object({
  repository_id: z.string().regex(/^\d{1,15}$/),
  repository: z.string().max(200),
  workflow_ref: z.string().max(1_000),
  job_workflow_ref: z.string().max(1_000),
  ref: z.string().max(500),
  sha: z.string().regex(/^[0-9a-f]{40}$/),
  event_name: z.string().max(100),
  run_id: z.string().regex(/^\d{1,20}$/),
  run_attempt: z.string().regex(/^\d{1,6}$/),
});

/** Tokens of GitHub Actions jobs, checked against the issuer's own keys, which are kept for a while. */
export function openJobTokens(issuer: string, clock: Clock): JobTokens {
  const keys = createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks`), {
    cacheMaxAge: KEYS_MS,
    cooldownDuration: PAUSE_MS,
    timeoutDuration: PATIENCE_MS,
    [customFetch]: fetchKeys,
  });
  return {
    verify: async (token, audience) => {
      try {
        const { payload } = await jwtVerify(token, keys, {
          issuer,
          audience,
          algorithms: ["RS256"],
          requiredClaims: ["exp", "nbf", "iat"],
          maxTokenAge: LONGEST_LIFE,
          clockTolerance: SKEW_S,
          currentDate: new Date(clock.now()),
        });
        return payload.aud === audience ? claimsOf(payload) : refused("results-token-refused");
      } catch (fault) {
        return refused(reasonOf(fault));
      }
    },
  };
}

function claimsOf(payload: unknown): Result<JobClaims, ReasonCode> {
  const read = claims.safeParse(payload);
  if (!read.success) return refused("results-token-refused");
  const { data } = read;
  return accepted({
    repositoryId: Number(data.repository_id),
    repository: data.repository,
    workflowRef: data.workflow_ref,
    jobWorkflowRef: data.job_workflow_ref,
    ref: data.ref,
    sha: data.sha,
    event: data.event_name,
    runId: data.run_id,
    runAttempt: data.run_attempt,
  });
}

/** Keys that cannot be had say nothing of the token: the job may come again. */
function reasonOf(fault: unknown): ReasonCode {
  const isOfKeys =
    !(fault instanceof errors.JOSEError) ||
    fault instanceof errors.JWKSTimeout ||
    fault.code === "ERR_JOSE_GENERIC";
  return isOfKeys ? "dependency-failed" : "results-token-refused";
}
