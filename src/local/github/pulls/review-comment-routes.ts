import { z } from "zod";
import { paginate } from "../http/paginate.ts";
import { created, invalid, noContent, notFound, ok, refused, type Reply } from "../http/reply.ts";
import { repositoryRoute } from "../http/repository-route.ts";
import { numberParam, type RepositoryVisit, type Route } from "../http/route.ts";
import {
  addReviewComment,
  announceReviewComment,
  placePoint,
  pointBody,
} from "./add-review-comment.ts";
import { presentReviewComment } from "./present-review.ts";
import { pullRoute, type PullVisit } from "./pull-route.ts";
import type { Review, ReviewComment } from "./pull.ts";

const list = pullRoute({
  method: "GET",
  path: "/comments",
  user: "read",
  answer: (visit) =>
    paginate(visit, {
      items: [...visit.repository.reviewComments.values()].filter(
        (comment) => comment.pull === visit.pull.number,
      ),
      present: (comment) => presentReviewComment(visit, comment),
    }),
});

/** A single comment is a review of its own, in the state `COMMENTED`. */
function addSilentReview(visit: PullVisit): Review {
  const { world, pull, author } = visit;
  const review: Review = {
    id: world.nextId(),
    author,
    commitId: pull.headSha,
    body: "",
    state: "COMMENTED",
    submittedAt: world.now(),
  };
  pull.reviews.push(review);
  return review;
}

const create = pullRoute({
  method: "POST",
  path: "/comments",
  user: "read",
  body: pointBody.extend({ commit_id: z.string() }),
  answer: (visit) => {
    const placed = placePoint(visit, visit.body);
    if (typeof placed === "string") {
      return invalid({ resource: "PullRequestReviewComment", code: "custom", message: placed });
    }
    const review = addSilentReview(visit);
    const comment = addReviewComment(visit, review.id, { ...visit.body, placed });
    announceReviewComment(visit, comment);
    return created(presentReviewComment(visit, comment));
  },
});

const reply = pullRoute({
  method: "POST",
  path: "/comments/{comment_id}/replies",
  user: "read",
  body: z.object({ body: z.string().min(1) }),
  answer: (visit) => {
    const first = visit.repository.reviewComments.get(numberParam(visit, "comment_id"));
    if (first === undefined || first.pull !== visit.pull.number) return notFound();
    const { line, side, diffHunk, path } = first;
    const comment = addReviewComment(visit, addSilentReview(visit).id, {
      path,
      body: visit.body.body,
      placed: { line, side, diffHunk },
      inReplyTo: first.id,
    });
    announceReviewComment(visit, comment);
    return created(presentReviewComment(visit, comment));
  },
});

function onComment<Body>(
  answer: (visit: RepositoryVisit<Body>, comment: ReviewComment) => Reply,
): (visit: RepositoryVisit<Body>) => Reply {
  return (visit) => {
    const comment = visit.repository.reviewComments.get(numberParam(visit, "comment_id"));
    if (comment === undefined) return notFound();
    const isOwn = comment.author.account.id === visit.author.account.id;
    if (visit.method !== "GET" && !isOwn)
      return refused(403, "You can only change your own comments.");
    return answer(visit, comment);
  };
}

const path = "/pulls/comments/{comment_id}";

const get = repositoryRoute({
  method: "GET",
  path,
  app: ["pull_requests:read"],
  user: "read",
  answer: onComment((visit, comment) => ok(presentReviewComment(visit, comment))),
});

const update = repositoryRoute({
  method: "PATCH",
  path,
  app: ["pull_requests:write"],
  user: "read",
  body: z.object({ body: z.string().min(1) }),
  answer: onComment((visit, comment) => {
    comment.body = visit.body.body;
    comment.updatedAt = visit.world.now();
    return ok(presentReviewComment(visit, comment));
  }),
});

const remove = repositoryRoute({
  method: "DELETE",
  path,
  app: ["pull_requests:write"],
  user: "read",
  answer: onComment((visit, comment) => {
    visit.repository.reviewComments.delete(comment.id);
    return noContent();
  }),
});

export const reviewCommentRoutes: readonly Route[] = [list, create, reply, get, update, remove];
