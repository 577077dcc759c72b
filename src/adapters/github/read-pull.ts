import { z } from "zod";
import { pullNumber, repositoryId, sha, type PullNumber, type Sha } from "../../core/kernel/ids.ts";
import type { Actor, PullRequest } from "../../ports/forge.ts";
import { unlessMissing } from "./answer-status.ts";
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
  merged_at: z.string().nullable(),
  merge_commit_sha: z.string().nullable(),
  user: userSchema,
  head: z.object({
    sha: z.string(),
    ref: z.string(),
    repo: z.object({ id: z.number() }).nullable(),
  }),
  base: z.object({ sha: z.string(), ref: z.string() }),
  labels: z.array(z.object({ name: z.string() })),
});

const refSchema = z.object({ object: z.object({ sha: z.string() }) });

type Row = z.infer<typeof pullSchema>;

/** A pull request as GitHub has it now. */
export async function readPull(connection: Connection, number: PullNumber): Promise<PullRequest> {
  const { octokit, name } = connection;
  const answer = await octokit.rest.pulls.get({ ...name, pull_number: number });
  const row = pullSchema.parse(answer.data);
  return pullOf(row, await tipOf(connection, row));
}

export async function readOpenPulls(connection: Connection): Promise<readonly PullRequest[]> {
  const { octokit, name } = connection;
  const listed = await octokit.paginate(octokit.rest.pulls.list, {
    ...name,
    state: "open",
    per_page: 100,
  });
  const tips = new Map<string, Promise<Sha>>();
  const pulls = z
    .array(pullSchema)
    .parse(listed)
    .map(async (row) => {
      const tip = tips.get(row.base.ref) ?? tipOf(connection, row);
      tips.set(row.base.ref, tip);
      return pullOf(row, await tip);
    });
  return Promise.all(pulls);
}

/**
 * The tip of the base branch: the `base.sha` that GitHub shows is as old as the last push to the
 * head, and an old tip could carry an older, weaker charter. A closed pull request may have
 * outlived its base.
 */
export async function tipOf(
  { octokit, name }: Connection,
  { state, base }: Pick<Row, "state" | "base">,
): Promise<Sha> {
  const ref = octokit.rest.git.getRef({ ...name, ref: `heads/${base.ref}` });
  const answer = await (state === "closed" ? unlessMissing(ref) : ref);
  return sha(answer === undefined ? base.sha : refSchema.parse(answer.data).object.sha);
}

function pullOf(row: Row, baseSha: Sha): PullRequest {
  const isMerged = row.merged_at !== null;
  return {
    number: pullNumber(row.number),
    title: row.title,
    body: row.body ?? "",
    isOpen: row.state === "open",
    isDraft: row.draft ?? false,
    isMerged,
    // Before the merge, GitHub puts the commit of a trial merge here.
    ...(isMerged && row.merge_commit_sha !== null ? { mergeSha: sha(row.merge_commit_sha) } : {}),
    author: row.user,
    headSha: sha(row.head.sha),
    headRef: row.head.ref,
    ...(row.head.repo === null ? {} : { headRepositoryId: repositoryId(row.head.repo.id) }),
    baseSha,
    baseRef: row.base.ref,
    labels: row.labels.map((label) => label.name),
  };
}
