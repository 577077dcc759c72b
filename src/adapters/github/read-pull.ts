import { z } from "zod";
import { pullNumber, repositoryId, sha, type PullNumber } from "../../core/kernel/ids.ts";
import type { Actor, PullRequest } from "../../ports/forge.ts";
import type { Connection } from "./connection.ts";

/** A deleted account; GitHub then shows nobody, and nobody may do anything. */
const GHOST: Actor = { id: 0, login: "ghost", isBot: false };

export const userSchema = z
  .object({ id: z.number(), login: z.string(), type: z.string() })
  .nullable()
  .transform((user): Actor =>
    user === null ? GHOST : { id: user.id, login: user.login, isBot: user.type !== "User" },
  );

const pullSchema = z.object({
  number: z.number(),
  title: z.string(),
  body: z.string().nullable(),
  state: z.enum(["open", "closed"]),
  draft: z.boolean().optional(),
  merged: z.boolean(),
  merge_commit_sha: z.string().nullable(),
  user: userSchema,
  head: z.object({
    sha: z.string(),
    ref: z.string(),
    repo: z.object({ id: z.number() }).nullable(),
  }),
  base: z.object({ ref: z.string() }),
  labels: z.array(z.object({ name: z.string() })),
});

const refSchema = z.object({ object: z.object({ sha: z.string() }) });

/**
 * A pull request as GitHub has it now. The base commit is the tip of the base branch: the
 * `base.sha` that GitHub shows is as old as the last push to the head.
 */
export async function readPull(
  { octokit, name }: Connection,
  number: PullNumber,
): Promise<PullRequest> {
  const answer = await octokit.rest.pulls.get({ ...name, pull_number: number });
  const pull = pullSchema.parse(answer.data);
  const ref = await octokit.rest.git.getRef({ ...name, ref: `heads/${pull.base.ref}` });
  return {
    number: pullNumber(pull.number),
    title: pull.title,
    body: pull.body ?? "",
    isOpen: pull.state === "open",
    isDraft: pull.draft ?? false,
    isMerged: pull.merged,
    ...(pull.merged && pull.merge_commit_sha !== null
      ? { mergeSha: sha(pull.merge_commit_sha) }
      : {}),
    author: pull.user,
    headSha: sha(pull.head.sha),
    headRef: pull.head.ref,
    ...(pull.head.repo === null ? {} : { headRepositoryId: repositoryId(pull.head.repo.id) }),
    baseSha: sha(refSchema.parse(ref.data).object.sha),
    baseRef: pull.base.ref,
    labels: pull.labels.map((label) => label.name),
  };
}

export async function readOpenPulls(connection: Connection): Promise<readonly PullRequest[]> {
  const { octokit, name } = connection;
  const pulls = await octokit.paginate(octokit.rest.pulls.list, {
    ...name,
    state: "open",
    per_page: 100,
  });
  return Promise.all(pulls.map(({ number }) => readPull(connection, pullNumber(number))));
}
