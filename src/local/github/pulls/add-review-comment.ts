import { z } from "zod";
import { changesSinceFork } from "../git/object-model.ts";
import { announce } from "../hooks/announce.ts";
import { baseOf } from "./mergeability.ts";
import { presentPullRow } from "./present-pull.ts";
import { presentReviewComment } from "./present-review.ts";
import type { PullVisit } from "./pull-route.ts";
import type { ReviewComment } from "./pull.ts";
import { hunkUpTo, lineAtPosition, type PatchLine } from "./review-lines.ts";

const side = z.enum(["LEFT", "RIGHT"]);

/** Where a comment points; `position` is the older way to say it. */
export const pointBody = z.object({
  path: z.string(),
  body: z.string().min(1).max(65_536),
  line: z.number().int().optional(),
  side: side.optional(),
  start_line: z.number().int().optional(),
  start_side: side.optional(),
  position: z.number().int().optional(),
  subject_type: z.enum(["line", "file"]).optional(),
});
export type Point = z.infer<typeof pointBody>;

type Placed = Pick<ReviewComment, "line" | "side" | "diffHunk">;

function lineOf(point: Point, patch: string): PatchLine | undefined {
  if (point.line !== undefined) return { line: point.line, side: point.side ?? "RIGHT" };
  return point.position === undefined ? undefined : lineAtPosition(patch, point.position);
}

/** What GitHub would refuse about the place, or the place itself. */
export function placePoint(visit: PullVisit, point: Point): Placed | string {
  const { repository, pull } = visit;
  const base = baseOf(repository, pull);
  const change = changesSinceFork(repository.objects, base, pull.headSha).find(
    (one) => one.path === point.path,
  );
  if (change === undefined) return "Path could not be resolved";
  if (point.subject_type === "file") return { line: undefined, side: "RIGHT", diffHunk: "" };
  const line = lineOf(point, change.patch ?? "");
  const diffHunk = line && hunkUpTo(change.patch ?? "", line);
  if (line === undefined || diffHunk === undefined) return "Line could not be resolved";
  return { line: line.line, side: line.side, diffHunk };
}

export function addReviewComment(
  visit: PullVisit,
  reviewId: number,
  point: Point & { readonly placed: Placed; readonly inReplyTo?: number },
): ReviewComment {
  const { world, repository, pull, author } = visit;
  const now = world.now();
  const comment: ReviewComment = {
    id: world.nextId(),
    pull: pull.number,
    reviewId,
    author,
    commitId: pull.headSha,
    path: point.path,
    startLine: point.start_line,
    ...point.placed,
    inReplyTo: point.inReplyTo,
    createdAt: now,
    updatedAt: now,
    body: point.body,
  };
  repository.reviewComments.set(comment.id, comment);
  return comment;
}

export function announceReviewComment(visit: PullVisit, comment: ReviewComment): void {
  announce(visit, {
    event: "pull_request_review_comment",
    action: "created",
    sender: comment.author.account,
    body: {
      comment: presentReviewComment(visit, comment),
      pull_request: presentPullRow(visit, visit.pull),
    },
  });
}
