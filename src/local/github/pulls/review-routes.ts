import { z } from "zod";
import { announce } from "../hooks/announce.ts";
import { paginate } from "../http/paginate.ts";
import { notFound, ok, refused, type Reply } from "../http/reply.ts";
import { numberParam, type Route } from "../http/route.ts";
import {
  addReviewComment,
  announceReviewComment,
  placePoint,
  pointBody,
} from "./add-review-comment.ts";
import { presentPullRow } from "./present-pull.ts";
import { presentReview, presentReviewComment } from "./present-review.ts";
import { pullRoute, type PullVisit } from "./pull-route.ts";
import type { Review, ReviewState } from "./pull.ts";

const event = z.enum(["APPROVE", "REQUEST_CHANGES", "COMMENT"]);

const reviewBody = z.object({
  commit_id: z.string().optional(),
  body: z.string().max(65_536).optional(),
  event: event.optional(),
  comments: z.array(pointBody).default([]),
});
type Visit = PullVisit<z.infer<typeof reviewBody>>;

const states: Readonly<Record<z.infer<typeof event>, ReviewState>> = {
  APPROVE: "APPROVED",
  REQUEST_CHANGES: "CHANGES_REQUESTED",
  COMMENT: "COMMENTED",
};

/** GitHub's 422 for reviews carries bare sentences. */
function unprocessable(message: string): Reply {
  return { status: 422, body: { message: "Unprocessable Entity", errors: [message] } };
}

function announceReview(visit: PullVisit, review: Review, action: string): void {
  const presented = presentReview(visit, visit.pull, review);
  announce(visit, {
    event: "pull_request_review",
    action,
    sender: visit.author.account,
    body: {
      review: { ...presented, state: review.state.toLowerCase() },
      pull_request: presentPullRow(visit, visit.pull),
    },
  });
}

type Wanted = {
  readonly event?: z.infer<typeof event> | undefined;
  readonly body?: string | undefined;
  readonly comments: readonly unknown[];
};

const ownRefusals: Readonly<Record<string, string>> = {
  APPROVE: "Can not approve your own pull request",
  REQUEST_CHANGES: "Can not request changes on your own pull request",
};

function refuseEvent(visit: PullVisit, wanted: Wanted): Reply | undefined {
  const isOwn = visit.pull.author.account.id === visit.author.account.id;
  const own = isOwn ? ownRefusals[wanted.event ?? ""] : undefined;
  if (own !== undefined) return unprocessable(own);
  if (wanted.event === undefined || wanted.event === "APPROVE") return undefined;
  const hasWords = (wanted.body ?? "") !== "" || wanted.comments.length > 0;
  return hasWords ? undefined : unprocessable("Could not create review: body can't be blank");
}

function addReview(visit: Visit): Review {
  const { world, pull, author, body } = visit;
  const review: Review = {
    id: world.nextId(),
    author,
    commitId: body.commit_id ?? pull.headSha,
    body: body.body ?? "",
    state: body.event === undefined ? "PENDING" : states[body.event],
    submittedAt: body.event === undefined ? undefined : world.now(),
  };
  pull.reviews.push(review);
  pull.updatedAt = world.now();
  return review;
}

function answerCreate(visit: Visit): Reply {
  const { body } = visit;
  const refusal = refuseEvent(visit, body);
  if (refusal !== undefined) return refusal;
  const points = body.comments.map((point) => ({ ...point, placed: placePoint(visit, point) }));
  const gap = points.map((point) => point.placed).find((placed) => typeof placed === "string");
  if (gap !== undefined) return unprocessable(gap);
  const review = addReview(visit);
  const comments = points.flatMap(({ placed, ...point }) =>
    typeof placed === "string" ? [] : [addReviewComment(visit, review.id, { ...point, placed })],
  );
  if (review.state !== "PENDING") announceReview(visit, review, "submitted");
  comments.forEach((comment) => announceReviewComment(visit, comment));
  return ok(presentReview(visit, visit.pull, review));
}

const create = pullRoute({
  method: "POST",
  path: "/reviews",
  user: "read",
  body: reviewBody,
  answer: answerCreate,
});

function isShown(visit: PullVisit, review: Review): boolean {
  return review.state !== "PENDING" || review.author.account.id === visit.author.account.id;
}

const list = pullRoute({
  method: "GET",
  path: "/reviews",
  user: "read",
  answer: (visit) =>
    paginate(visit, {
      items: visit.pull.reviews.filter((review) => isShown(visit, review)),
      present: (review) => presentReview(visit, visit.pull, review),
    }),
});

function onReview<Body>(
  answer: (visit: PullVisit<Body>, review: Review) => Reply,
): (visit: PullVisit<Body>) => Reply {
  return (visit) => {
    const id = numberParam(visit, "review_id");
    const review = visit.pull.reviews.find((one) => one.id === id && isShown(visit, one));
    return review === undefined ? notFound() : answer(visit, review);
  };
}

const path = "/reviews/{review_id}";

const get = pullRoute({
  method: "GET",
  path,
  user: "read",
  answer: onReview((visit, review) => ok(presentReview(visit, visit.pull, review))),
});

const submit = pullRoute({
  method: "POST",
  path: `${path}/events`,
  user: "read",
  body: z.object({ body: z.string().optional(), event }),
  answer: onReview((visit, review) => {
    if (review.state !== "PENDING")
      return unprocessable("Can not submit a review that is not pending");
    const words = { ...visit.body, body: visit.body.body ?? review.body, comments: [] };
    const refusal = refuseEvent(visit, words);
    if (refusal !== undefined) return refusal;
    review.state = states[visit.body.event];
    review.body = words.body;
    review.submittedAt = visit.world.now();
    announceReview(visit, review, "submitted");
    return ok(presentReview(visit, visit.pull, review));
  }),
});

const dismiss = pullRoute({
  method: "PUT",
  path: `${path}/dismissals`,
  user: "write",
  body: z.object({ message: z.string().min(1) }),
  answer: onReview((visit, review) => {
    if (review.state !== "APPROVED" && review.state !== "CHANGES_REQUESTED") {
      return unprocessable("Can not dismiss a commented pull request review");
    }
    review.state = "DISMISSED";
    announceReview(visit, review, "dismissed");
    return ok(presentReview(visit, visit.pull, review));
  }),
});

const comments = pullRoute({
  method: "GET",
  path: `${path}/comments`,
  user: "read",
  answer: onReview((visit, review) =>
    paginate(visit, {
      items: [...visit.repository.reviewComments.values()].filter(
        (one) => one.reviewId === review.id,
      ),
      present: (comment) => presentReviewComment(visit, comment),
    }),
  ),
});

const update = pullRoute({
  method: "PUT",
  path,
  user: "read",
  body: z.object({ body: z.string() }),
  answer: onReview((visit, review) => {
    if (review.author.account.id !== visit.author.account.id) {
      return refused(403, "You can only edit your own reviews.");
    }
    review.body = visit.body.body;
    return ok(presentReview(visit, visit.pull, review));
  }),
});

export const reviewRoutes: readonly Route[] = [
  create,
  list,
  get,
  submit,
  dismiss,
  comments,
  update,
];
