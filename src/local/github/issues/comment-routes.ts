import { z } from "zod";
import type { Json } from "../accounts/present-account.ts";
import { announce } from "../hooks/announce.ts";
import { paginate } from "../http/paginate.ts";
import { created, noContent, notFound, ok, refused, type Reply } from "../http/reply.ts";
import { repositoryRoute } from "../http/repository-route.ts";
import { numberParam, type RepositoryVisit, type Route } from "../http/route.ts";
import { roleOf } from "../repositories/repository.ts";
import { reaches } from "../accounts/account.ts";
import type { Comment } from "./issue.ts";
import { presentComment, presentIssue } from "./present-issue.ts";

const app = ["issues:write", "pull_requests:write"];
const reading = ["issues:read", "pull_requests:read"];
const body = z.object({ body: z.string().min(1).max(65_536) });
type Body = z.infer<typeof body>;

function announceComment(
  visit: RepositoryVisit,
  comment: Comment,
  told: { readonly action: string; readonly extra?: Json },
): void {
  const pull = visit.repository.pulls.get(comment.issue);
  if (pull === undefined) return;
  announce(visit, {
    event: "issue_comment",
    action: told.action,
    sender: visit.author.account,
    body: {
      ...told.extra,
      issue: presentIssue(visit, pull),
      comment: presentComment(visit, comment),
    },
  });
}

const issuePath = "/issues/{issue_number}/comments";

const list = repositoryRoute({
  method: "GET",
  path: issuePath,
  app: reading,
  user: "read",
  answer: (visit) => {
    const issue = numberParam(visit, "issue_number");
    if (!visit.repository.pulls.has(issue)) return notFound();
    return paginate(visit, {
      items: [...visit.repository.comments.values()].filter((own) => own.issue === issue),
      present: (comment) => presentComment(visit, comment),
    });
  },
});

const listAll = repositoryRoute({
  method: "GET",
  path: "/issues/comments",
  app: reading,
  user: "read",
  answer: (visit) =>
    paginate(visit, {
      items: [...visit.repository.comments.values()],
      present: (comment) => presentComment(visit, comment),
    }),
});

function answerCreate(visit: RepositoryVisit<Body>): Reply {
  const { world, repository, author } = visit;
  const issue = numberParam(visit, "issue_number");
  const pull = repository.pulls.get(issue);
  if (pull === undefined) return notFound();
  const now = world.now();
  const id = world.nextId();
  const comment = { id, issue, author, body: visit.body.body, createdAt: now, updatedAt: now };
  repository.comments.set(id, comment);
  pull.updatedAt = now;
  announceComment(visit, comment, { action: "created" });
  return created(presentComment(visit, comment));
}

const create = repositoryRoute({
  method: "POST",
  path: issuePath,
  app,
  user: "read",
  body,
  answer: answerCreate,
});

/** One's own comments, and everyone's for those who may push. */
function mayChange(visit: RepositoryVisit, comment: Comment): boolean {
  const { repository, author } = visit;
  if (comment.author.account.id === author.account.id) return true;
  return author.app !== undefined || reaches(roleOf(repository, author.account), "write");
}

function onComment<B>(
  answer: (visit: RepositoryVisit<B>, comment: Comment) => Reply,
): (visit: RepositoryVisit<B>) => Reply {
  return (visit) => {
    const comment = visit.repository.comments.get(numberParam(visit, "comment_id"));
    if (comment === undefined) return notFound();
    if (visit.method === "GET" || mayChange(visit, comment)) return answer(visit, comment);
    return refused(403, "Must have push access to edit this comment.");
  };
}

const path = "/issues/comments/{comment_id}";

const get = repositoryRoute({
  method: "GET",
  path,
  app: reading,
  user: "read",
  answer: onComment((visit, comment) => ok(presentComment(visit, comment))),
});

const update = repositoryRoute({
  method: "PATCH",
  path,
  app,
  user: "read",
  body,
  answer: onComment((visit, comment) => {
    const changes = { body: { from: comment.body } };
    comment.body = visit.body.body;
    comment.updatedAt = visit.world.now();
    announceComment(visit, comment, { action: "edited", extra: { changes } });
    return ok(presentComment(visit, comment));
  }),
});

const remove = repositoryRoute({
  method: "DELETE",
  path,
  app,
  user: "read",
  answer: onComment((visit, comment) => {
    announceComment(visit, comment, { action: "deleted" });
    visit.repository.comments.delete(comment.id);
    return noContent();
  }),
});

const getIssue = repositoryRoute({
  method: "GET",
  path: "/issues/{issue_number}",
  app: reading,
  user: "read",
  answer: (visit) => {
    const pull = visit.repository.pulls.get(numberParam(visit, "issue_number"));
    return pull === undefined ? notFound() : ok(presentIssue(visit, pull));
  },
});

export const commentRoutes: readonly Route[] = [
  list,
  listAll,
  create,
  get,
  update,
  remove,
  getIssue,
];
