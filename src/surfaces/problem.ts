import type { Context, TypedResponse } from "hono";
import type { ReasonCode } from "../core/gate/reason-code.ts";
import { renderReason } from "../core/prose/reasons.ts";

export type ProblemStatus = 400 | 401 | 403 | 404 | 409 | 422 | 500 | 503;

/** Anything not named here is the request's state, not its form: the caller may do something else. */
const STATUS: Partial<Record<ReasonCode, ProblemStatus>> = {
  "request-invalid": 400,
  "request-unauthorised": 401,
  "results-token-refused": 401,
  "command-not-permitted": 403,
  "results-from-elsewhere": 403,
  "results-not-awaited": 409,
  "not-found": 404,
  "no-charter": 409,
  "internal-fault": 500,
  "dependency-failed": 503,
};

/** What RFC 9457 calls a problem, with the reason code that check runs and logs also use. */
export type Problem = {
  readonly type: "about:blank";
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly reason_code: ReasonCode;
};

/** Refuses a request. `detail` replaces the code's own sentence where more can be said. */
export function refuse(
  c: Context,
  reason: ReasonCode,
  detail?: string,
): Response & TypedResponse<Problem, ProblemStatus, "json"> {
  const status = STATUS[reason] ?? 422;
  const { title, sentence, remedy } = renderReason(reason);
  const said = remedy === "" ? sentence : `${sentence} ${remedy}`;
  const problem: Problem = {
    type: "about:blank",
    title,
    status,
    detail: detail ?? said,
    reason_code: reason,
  };
  if (status === 401) c.header("www-authenticate", "Bearer");
  return c.json(problem, status, { "content-type": "application/problem+json" });
}
