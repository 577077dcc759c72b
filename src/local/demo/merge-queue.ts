import type { GitHubUser } from "./github-user.ts";
import type { RepositoryName } from "./proposer.ts";

/** What an administrator sets up: nothing reaches `main` but through a queue, and by our check. */
export async function requireQueue(
  { octokit }: GitHubUser,
  repository: RepositoryName,
  appId: number,
): Promise<void> {
  await octokit.rest.repos.createRepoRuleset({
    ...repository,
    name: "queue",
    enforcement: "active",
    conditions: { ref_name: { include: ["~DEFAULT_BRANCH"], exclude: [] } },
    rules: [
      {
        type: "required_status_checks",
        parameters: {
          strict_required_status_checks_policy: false,
          required_status_checks: [{ context: "omega / release", integration_id: appId }],
        },
      },
      {
        type: "merge_queue",
        parameters: {
          check_response_timeout_minutes: 60,
          grouping_strategy: "ALLGREEN",
          max_entries_to_build: 5,
          max_entries_to_merge: 1,
          merge_method: "MERGE",
          min_entries_to_merge: 1,
          min_entries_to_merge_wait_minutes: 0,
        },
      },
    ],
  });
}

/** What pressing "Merge when ready" does. */
export async function enqueue(
  { octokit }: GitHubUser,
  repository: RepositoryName,
  pull_number: number,
): Promise<void> {
  const { data } = await octokit.rest.pulls.get({ ...repository, pull_number });
  await octokit.graphql(
    "mutation ($pull: ID!, $head: GitObjectID!) { enqueuePullRequest(input: {pullRequestId: $pull, expectedHeadOid: $head}) { mergeQueueEntry { id } } }",
    { pull: data.node_id, head: data.head.sha },
  );
}
