import type { Observation } from "./validator.ts";

/** Where the local GitHub is known to differ from the published description, and why. */
export type Deviation = {
  /** `GET /repos/{owner}/{repo}` or `pull_request.labeled`; `*` for every operation. */
  readonly operation: string;
  /** A part of the problem as the validator words it. */
  readonly problem: string;
  readonly reason: string;
};

export const DEVIATIONS: readonly Deviation[] = [
  {
    operation: "*",
    problem: '/email must match format "email"',
    reason: "GitHub's own addresses of bots have brackets in them, which the format does not allow",
  },
  ...["target_url", "environment_url", "log_url"].map((field) => ({
    operation: "*",
    problem: `${field} must match format "uri"`,
    reason: "GitHub answers the empty text that the description itself names as the default",
  })),
  {
    operation: "GET /repositories/{repository_id}",
    problem: "operation is not described",
    reason: "GitHub has long served it, and the addresses in its answers lead there",
  },
  {
    operation: "POST /graphql",
    problem: "operation is not described",
    reason: "GraphQL has a schema of its own; of it pull requests and the merge queue are served",
  },
  {
    operation: "POST /repos/{owner}/{repo}/statuses/{sha}",
    problem: "operation is not described",
    reason: "GitHub describes it, but not in the part that is compared with",
  },
  {
    operation: "POST /repos/{owner}/{repo}/check-runs",
    problem: "answers an undescribed 422",
    reason: "GitHub refuses fields that do not fit together, and describes the success only",
  },
  {
    operation: "POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches",
    problem: "answers an undescribed 422",
    reason: "GitHub refuses refs and workflows that cannot be run, and describes the success only",
  },
  {
    operation: "*",
    problem: "app/events/",
    reason: "the description's list of an app's events leaves out those that came later",
  },
  {
    operation: "GET /app/installations",
    problem: "/account must",
    reason: "the description of the list wants an account to be a person and an enterprise at once",
  },
];

/** The distinct problems for which no deviation is listed, as `operation: problem`. */
export function findUnlisted(
  seen: readonly Pick<Observation, "operation" | "problems">[],
  deviations: readonly Deviation[],
): readonly string[] {
  const unlisted = seen.flatMap(({ operation, problems }) =>
    problems
      .filter((problem) => !deviations.some((one) => covers(one, operation, problem)))
      .map((problem) => `${operation}: ${problem}`),
  );
  return [...new Set(unlisted)];
}

function covers(deviation: Deviation, operation: string, problem: string): boolean {
  const isThere = deviation.operation === "*" || deviation.operation === operation;
  return isThere && problem.includes(deviation.problem);
}
