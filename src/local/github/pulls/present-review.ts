import { presentAccount, type Json } from "../accounts/present-account.ts";
import type { Place } from "../git/present-git.ts";
import { timestamp, timestampOrNull } from "../http/timestamp.ts";
import { associationOf, presentReactions } from "../issues/present-issue.ts";
import { apiUrl, pageUrl } from "../repositories/present-repository.ts";
import type { Pull, Review, ReviewComment } from "./pull.ts";

/** GitHub's `pull-request-review`. */
export function presentReview(place: Place, pull: Pull, review: Review): Json {
  const html = `${pageUrl(place.world, place.repository)}/pull/${pull.number}#pullrequestreview-${review.id}`;
  const pullUrl = `${apiUrl(place.world, place.repository)}/pulls/${pull.number}`;
  return {
    id: review.id,
    node_id: `PRR_${review.id}`,
    user: presentAccount(place.world, review.author.account),
    body: review.body,
    state: review.state,
    html_url: html,
    pull_request_url: pullUrl,
    author_association: associationOf(place.repository, review.author),
    _links: { html: { href: html }, pull_request: { href: pullUrl } },
    ...(review.submittedAt === undefined
      ? {}
      : { submitted_at: timestampOrNull(review.submittedAt) }),
    commit_id: review.commitId,
  };
}

/** GitHub's `pull-request-review-comment`. */
export function presentReviewComment(place: Place, comment: ReviewComment): Json {
  const api = apiUrl(place.world, place.repository);
  const url = `${api}/pulls/comments/${comment.id}`;
  const html = `${pageUrl(place.world, place.repository)}/pull/${comment.pull}#discussion_r${comment.id}`;
  const pullUrl = `${api}/pulls/${comment.pull}`;
  return {
    url,
    pull_request_review_id: comment.reviewId,
    id: comment.id,
    node_id: `PRRC_${comment.id}`,
    diff_hunk: comment.diffHunk,
    path: comment.path,
    position: 1,
    original_position: 1,
    commit_id: comment.commitId,
    original_commit_id: comment.commitId,
    user: presentAccount(place.world, comment.author.account),
    body: comment.body,
    created_at: timestamp(comment.createdAt),
    updated_at: timestamp(comment.updatedAt),
    html_url: html,
    pull_request_url: pullUrl,
    author_association: associationOf(place.repository, comment.author),
    _links: { self: { href: url }, html: { href: html }, pull_request: { href: pullUrl } },
    reactions: presentReactions(url),
    start_line: comment.startLine ?? null,
    original_start_line: comment.startLine ?? null,
    start_side: comment.startLine === undefined ? null : comment.side,
    ...(comment.line === undefined
      ? { subject_type: "file" }
      : { line: comment.line, original_line: comment.line, subject_type: "line" }),
    side: comment.side,
    ...(comment.inReplyTo === undefined ? {} : { in_reply_to_id: comment.inReplyTo }),
  };
}
