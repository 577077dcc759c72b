import { z } from "zod";
import {
  type PullNumber,
  pullNumber,
  repositoryId,
  type RepositoryId,
  sha,
  type Sha,
} from "../../core/kernel/ids.ts";
import type { Actor, PullRequest } from "../../ports/forge.ts";
import type { RepositoryName } from "./connection.ts";
import type { AppOctokit } from "./probot.ts";

/** What REST answers in three requests: the repository, the pull request, and its base's tip. */
const LOOK = `
  query ($owner: String!, $repo: String!, $number: Int!) {
    repository(owner: $owner, name: $repo) {
      databaseId
      name
      owner { login }
      mergeCommitAllowed
      squashMergeAllowed
      defaultBranchRef { name prefix target { oid } }
      pullRequest(number: $number) {
        number title body state isDraft
        author {
          __typename login
          ... on User { databaseId }
          ... on Bot { databaseId }
        }
        headRefOid headRefName headRepository { databaseId }
        baseRefName baseRefOid
        mergeCommit { oid }
        labels(first: 100) { nodes { name } }
      }
    }
  }`;

const oid = z
  .string()
  .regex(/^[0-9a-f]{40}$/)
  .transform(sha);

/** REST gives a bot's login this ending, which keeps it apart from a person of the same name. */
const BOT = "[bot]";

/** People and bots. Of what else may have opened a pull request, and who is gone, REST tells. */
const author = z
  .object({
    __typename: z.enum(["User", "Bot"]),
    login: z.string(),
    databaseId: z.number(),
  })
  .transform(({ __typename, login, databaseId: id }): Actor => {
    const isBot = __typename === "Bot";
    return { id, login: isBot && !login.endsWith(BOT) ? `${login}${BOT}` : login, isBot };
  });

const pullSchema = z.object({
  number: z.number(),
  title: z.string(),
  body: z.string(),
  state: z.enum(["OPEN", "CLOSED", "MERGED"]),
  isDraft: z.boolean(),
  author,
  headRefOid: oid,
  headRefName: z.string(),
  headRepository: z.object({ databaseId: z.number() }).nullable(),
  baseRefName: z.string(),
  baseRefOid: oid,
  mergeCommit: z.object({ oid }).nullable(),
  labels: z.object({ nodes: z.array(z.object({ name: z.string() })) }),
});

const answerSchema = z.object({
  repository: z.object({
    databaseId: z.number(),
    name: z.string(),
    owner: z.object({ login: z.string() }),
    mergeCommitAllowed: z.boolean(),
    squashMergeAllowed: z.boolean(),
    defaultBranchRef: z.object({
      name: z.string(),
      prefix: z.literal("refs/heads/"),
      target: z.object({ oid }),
    }),
    pullRequest: pullSchema,
  }),
});

type Answer = z.infer<typeof answerSchema>["repository"];

/** A repository by the name that it has now, and a pull request of it. */
export type Looked = {
  readonly name: RepositoryName;
  readonly defaultBranch: { readonly name: string; readonly tip: Sha };
  readonly allowed: { readonly mergeCommits: boolean; readonly squashing: boolean };
  /** Its `baseSha` is as old as the last push to its head. */
  readonly pull: PullRequest;
};

export type Asked = {
  readonly id: RepositoryId;
  /** What the repository was called when it was last seen. */
  readonly name: RepositoryName;
  readonly number: PullNumber;
};

/**
 * Asks for a repository and a pull request at once. Nothing where the answer is not whole, or is
 * about another repository, which may have taken the name: then REST is asked, by the number.
 */
export async function lookAtPull(octokit: AppOctokit, asked: Asked): Promise<Looked | undefined> {
  const found = await ask(octokit, asked);
  if (found === undefined || found.databaseId !== asked.id) return undefined;
  const { defaultBranchRef: branch, pullRequest: row } = found;
  const isMergedSomewhere = row.state === "MERGED" && row.mergeCommit === null;
  if (row.number !== asked.number || isMergedSomewhere) return undefined;
  return {
    name: { owner: found.owner.login, repo: found.name },
    defaultBranch: { name: branch.name, tip: branch.target.oid },
    allowed: { mergeCommits: found.mergeCommitAllowed, squashing: found.squashMergeAllowed },
    pull: pullOf(row),
  };
}

/** GraphQL answers 200 to what it refuses, and to what it could tell only a part of. */
async function ask(octokit: AppOctokit, { name, number }: Asked): Promise<Answer | undefined> {
  try {
    const answer = answerSchema.safeParse(await octokit.graphql(LOOK, { ...name, number }));
    return answer.success ? answer.data.repository : undefined;
  } catch (error) {
    if (error instanceof Error && error.name === "GraphqlResponseError") return undefined;
    throw error;
  }
}

function pullOf(row: Answer["pullRequest"]): PullRequest {
  const { headRepository, mergeCommit } = row;
  const isMerged = row.state === "MERGED";
  return {
    number: pullNumber(row.number),
    title: row.title,
    body: row.body,
    isOpen: row.state === "OPEN",
    isDraft: row.isDraft,
    isMerged,
    ...(isMerged && mergeCommit !== null ? { mergeSha: mergeCommit.oid } : {}),
    author: row.author,
    headSha: row.headRefOid,
    headRef: row.headRefName,
    ...(headRepository === null
      ? {}
      : { headRepositoryId: repositoryId(headRepository.databaseId) }),
    baseSha: row.baseRefOid,
    baseRef: row.baseRefName,
    labels: row.labels.nodes.map((label) => label.name),
  };
}
