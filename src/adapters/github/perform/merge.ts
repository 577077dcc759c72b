import { z } from "zod";
import { pullNumber } from "../../../core/kernel/ids.ts";
import type { Effect } from "../../../core/decision/effect.ts";
import type { Receipt } from "../../../ports/forge.ts";
import { answeredStatus } from "../answer-status.ts";
import type { Connection } from "../connection.ts";
import { readQueued, requiresQueue } from "../read-queue.ts";

type Merge = Extract<Effect, { kind: "merge" }>;

/** GitHub's answer to a merge that a rule does not let happen. */
const NOT_ALLOWED = 405;

/**
 * Merges exactly the decided head, through the merge queue where the branch requires one. A merge
 * whose answer was lost shows as a merged pull request with that head, a queued one as queued; any
 * other answer of GitHub's is final for this effect.
 */
export async function merge(connection: Connection, effect: Merge): Promise<Receipt> {
  const { octokit, name, mergeMethod } = connection;
  const at = { ...name, pull_number: effect.pull };
  const pull = await octokit.rest.pulls.get(at);
  if (pull.data.merged) {
    return pull.data.head.sha === effect.sha
      ? { kind: "performed", githubId: pull.data.merge_commit_sha ?? effect.sha }
      : { kind: "refused", detail: "another head was merged" };
  }
  try {
    const merged = await octokit.rest.pulls.merge({
      ...at,
      sha: effect.sha,
      merge_method: mergeMethod,
      commit_title: effect.title,
    });
    return { kind: "performed", githubId: merged.data.sha };
  } catch (error) {
    const isBarred = answeredStatus(error) === NOT_ALLOWED;
    if (!isBarred || !(await requiresQueue(connection, pull.data.base.ref))) throw error;
    return enqueue(connection, effect);
  }
}

const ENQUEUE = `
  mutation ($pull: ID!, $head: GitObjectID!) {
    enqueuePullRequest(input: {pullRequestId: $pull, expectedHeadOid: $head}) {
      mergeQueueEntry { id }
    }
  }`;

const enqueuedSchema = z.object({
  enqueuePullRequest: z.object({ mergeQueueEntry: z.object({ id: z.string() }) }),
});

/** A refusal of GraphQL's comes as an answer with errors, whatever its status says. */
const refusalSchema = z.object({
  name: z.literal("GraphqlResponseError"),
  errors: z.array(z.object({ message: z.string() })).min(1),
});

async function enqueue(connection: Connection, { pull, sha }: Merge): Promise<Receipt> {
  const { id, isQueued } = await readQueued(connection, pullNumber(pull));
  if (isQueued) return { kind: "queued", githubId: id };
  try {
    const answer = await connection.octokit.graphql(ENQUEUE, { pull: id, head: sha });
    const { mergeQueueEntry } = enqueuedSchema.parse(answer).enqueuePullRequest;
    return { kind: "queued", githubId: mergeQueueEntry.id };
  } catch (error) {
    const refusal = refusalSchema.safeParse(error);
    const [first] = refusal.success ? refusal.data.errors : [];
    if (first === undefined) throw error;
    return { kind: "refused", detail: first.message };
  }
}
