import { z } from "zod";
import { type PullNumber, pullNumber, sha } from "../../core/kernel/ids.ts";
import type { MergeGroup } from "../../ports/forge.ts";
import type { Connection } from "./connection.ts";

/** Where GitHub keeps what it is about to merge, one branch for each group. */
const GROUPS = "heads/gh-readonly-queue/";

/** `…/pr-<number>-<commit>`: the pull request that the group is named after. */
const NAMED = /\/pr-([1-9]\d{0,9})-[0-9a-f]+$/;

const refsSchema = z.array(z.object({ ref: z.string(), object: z.object({ sha: z.string() }) }));

/** The groups that a merge queue of this branch waits to be told about. */
export async function readMergeGroups(
  { octokit, name }: Connection,
  branch: string,
): Promise<readonly MergeGroup[]> {
  const listed = await octokit.paginate(octokit.rest.git.listMatchingRefs, {
    ...name,
    ref: `${GROUPS}${branch}/`,
    per_page: 100,
  });
  return refsSchema.parse(listed).map(({ ref, object }) => {
    const number = NAMED.exec(ref)?.[1];
    return { sha: sha(object.sha), ...(number && { pull: pullNumber(Number(number)) }) };
  });
}

const QUEUED = `
  query ($owner: String!, $repo: String!, $number: Int!) {
    repository(owner: $owner, name: $repo) {
      pullRequest(number: $number) { id isInMergeQueue }
    }
  }`;

const queuedSchema = z.object({
  repository: z.object({
    pullRequest: z.object({ id: z.string(), isInMergeQueue: z.boolean() }),
  }),
});

/** Where a pull request stands with the queue; REST knows nothing of it. */
export async function readQueued(
  { octokit, name }: Connection,
  number: PullNumber,
): Promise<{ readonly id: string; readonly isQueued: boolean }> {
  const answer = await octokit.graphql(QUEUED, { ...name, number });
  const { id, isInMergeQueue } = queuedSchema.parse(answer).repository.pullRequest;
  return { id, isQueued: isInMergeQueue };
}

const branchRules = z.array(z.object({ type: z.string() }));

/** True where the rules of a branch let nothing in but through a queue. */
export async function requiresQueue(
  { octokit, name }: Connection,
  branch: string,
): Promise<boolean> {
  const listed = await octokit.paginate(octokit.rest.repos.getBranchRules, {
    ...name,
    branch,
    per_page: 100,
  });
  return branchRules.parse(listed).some(({ type }) => type === "merge_queue");
}
