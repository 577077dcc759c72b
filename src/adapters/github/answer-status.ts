import { RequestError } from "@octokit/request-error";

/**
 * Statuses by which GitHub says "no", rather than "not now". What is written to may be gone (a
 * deployment that somebody deleted): asking again would hold up everything planned after it.
 */
const REFUSALS = [403, 404, 405, 409, 410, 422, 451];

/** Refusals that pass by themselves, whatever their status. */
const PASSING = /rate limit|abuse detection|base branch was modified/i;

/** The status of an answer that GitHub meant, such as 404 or 422; nothing for faults of the way. */
export function answeredStatus(error: unknown): number | undefined {
  return error instanceof RequestError && error.status >= 400 && error.status < 500
    ? error.status
    : undefined;
}

/** Runs a request for which a missing object is an answer. */
export async function unlessMissing<Value>(request: Promise<Value>): Promise<Value | undefined> {
  try {
    return await request;
  } catch (error) {
    if (answeredStatus(error) === 404) return undefined;
    throw error;
  }
}

/**
 * GitHub's own sentence where it refused for good: a blocked merge, a permission that is missing, a
 * locked conversation, an object that is gone. Without the headers and bodies that errors carry.
 */
export function refusalOf(error: unknown): string | undefined {
  const status = answeredStatus(error);
  if (status === undefined || !REFUSALS.includes(status)) return undefined;
  const message = error instanceof Error ? error.message : "";
  return PASSING.test(message) ? undefined : `${status}: ${message}`.slice(0, 500);
}
