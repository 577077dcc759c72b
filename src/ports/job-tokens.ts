import type { JobClaims } from "../core/evaluation/job.ts";
import type { ReasonCode } from "../core/gate/reason-code.ts";
import type { Result } from "../core/kernel/result.ts";

/** GitHub's signature under what a job says of itself. */
export type JobTokens = {
  /** The claims of a token that is signed, in its time and for this audience. */
  verify(token: string, audience: string): Promise<Result<JobClaims, ReasonCode>>;
};
