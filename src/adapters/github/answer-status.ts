import { RequestError } from "@octokit/request-error";

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

/** GitHub's own sentence for a refusal, without the headers and bodies that errors carry. */
export function refusalOf(error: unknown): string {
  return error instanceof RequestError ? `${error.status}: ${error.message}` : "unknown";
}
