import { z } from "zod";
import { reaches } from "../accounts/account.ts";
import { commitsBetween } from "../git/history.ts";
import { created, invalid, refused, type Reply } from "../http/reply.ts";
import { repositoryRoute } from "../http/repository-route.ts";
import type { RepositoryVisit } from "../http/route.ts";
import { branchTip, roleOf } from "../repositories/repository.ts";
import { announcePull } from "./announce-pull.ts";
import { findHead } from "./find-head.ts";
import { presentPull } from "./present-pull.ts";
import type { Pull } from "./pull.ts";

const body = z.object({
  title: z.string().min(1).max(256),
  head: z.string(),
  base: z.string(),
  body: z.string().max(65_536).nullish(),
  draft: z.boolean().default(false),
});
type Body = z.infer<typeof body>;
type Head = NonNullable<ReturnType<typeof findHead>>;

function existing(visit: RepositoryVisit<Body>, head: Head): Pull | undefined {
  return [...visit.repository.pulls.values()].find(
    (pull) =>
      pull.state === "open" &&
      pull.head.repositoryId === head.repository.id &&
      pull.head.branch === head.branch &&
      pull.baseBranch === visit.body.base,
  );
}

function refuse(visit: RepositoryVisit<Body>, head: Head, baseSha: string): Reply | undefined {
  const { repository, author } = visit;
  const custom = (message: string): Reply =>
    invalid({ resource: "PullRequest", code: "custom", message });
  const label = `${head.repository.owner.login}:${head.branch}`;
  if (existing(visit, head) !== undefined)
    return custom(`A pull request already exists for ${label}.`);
  if (commitsBetween(repository.objects, baseSha, head.sha).length === 0) {
    return custom(`No commits between ${visit.body.base} and ${visit.body.head}`);
  }
  const isOwnFork = roleOf(head.repository, author.account) === "admin";
  const mayPush = author.app !== undefined || reaches(roleOf(repository, author.account), "write");
  if (!mayPush && !isOwnFork)
    return refused(403, "Must be a collaborator to open this pull request.");
  return undefined;
}

function makePull(visit: RepositoryVisit<Body>, head: Head, baseSha: string): Pull {
  const { world, repository, author } = visit;
  const now = world.now();
  return {
    id: world.nextId(),
    number: Math.max(0, ...repository.pulls.keys()) + 1,
    author,
    createdAt: now,
    updatedAt: now,
    closedAt: undefined,
    merged: undefined,
    head: { repositoryId: head.repository.id, branch: head.branch },
    headSha: head.sha,
    baseBranch: visit.body.base,
    baseSha,
    title: visit.body.title,
    body: visit.body.body ?? undefined,
    state: "open",
    isDraft: visit.body.draft,
    labels: [],
    reviews: [],
    requestedReviewers: [],
  };
}

export const openPullRoute = repositoryRoute({
  method: "POST",
  path: "/pulls",
  app: ["pull_requests:write"],
  user: "read",
  body,
  answer: (visit) => {
    const { world, repository } = visit;
    const baseSha = branchTip(repository, visit.body.base);
    const head = findHead(world, repository, visit.body.head);
    if (baseSha === undefined)
      return invalid({ resource: "PullRequest", field: "base", code: "invalid" });
    if (head === undefined)
      return invalid({ resource: "PullRequest", field: "head", code: "invalid" });
    const refusal = refuse(visit, head, baseSha);
    if (refusal !== undefined) return refusal;
    const pull = makePull(visit, head, baseSha);
    repository.pulls.set(pull.number, pull);
    repository.refs.set(`refs/pull/${pull.number}/head`, head.sha);
    announcePull(visit, pull, { action: "opened", sender: visit.author.account });
    return created(presentPull(visit, pull));
  },
});
