import type { Comment } from "../issues/issue.ts";
import type { Pull, Review, ReviewComment } from "../pulls/pull.ts";
import type { Repository } from "../repositories/repository.ts";
import { html, type Html } from "./html.ts";
import { renderPill, renderTime } from "./layout.ts";
import { renderMarkdown } from "./render-markdown.ts";

type Dated = { readonly at: Date; readonly shown: Html };

function renderComment(comment: Comment): Html {
  const isEdited = comment.updatedAt > comment.createdAt;
  const edited = isEdited ? html` · edited ${renderTime(comment.updatedAt)}` : undefined;
  return html`<div class="box" id="issuecomment-${comment.id}">
    <div class="head">
      <strong>${comment.author.account.login}</strong>
      <span class="soft">${renderTime(comment.createdAt)}${edited}</span>
    </div>
    <div class="body">${renderMarkdown(comment.body)}</div>
  </div>`;
}

function renderLineComment(comment: ReviewComment): Html {
  const place = comment.line === undefined ? comment.path : `${comment.path}:${comment.line}`;
  const tail = comment.diffHunk.split("\n").slice(-4).join("\n");
  const hunk = tail === "" ? undefined : html`<pre>${tail}</pre>`;
  return html`<div class="note" id="discussion_r${comment.id}">
    <code>${place}</code>${hunk}${renderMarkdown(comment.body)}
  </div>`;
}

function renderReview(repository: Repository, review: Review): Html {
  const lines = [...repository.reviewComments.values()].filter((one) => one.reviewId === review.id);
  const at = review.submittedAt === undefined ? undefined : renderTime(review.submittedAt);
  const body = review.body === "" ? undefined : renderMarkdown(review.body);
  const content =
    body === undefined && lines.length === 0
      ? undefined
      : html`<div class="body">${body}${lines.map(renderLineComment)}</div>`;
  return html`<div class="box" id="pullrequestreview-${review.id}">
    <div class="head">
      <strong>${review.author.account.login}</strong> ${renderPill(review.state.toLowerCase())}
      <span class="soft">${at}</span>
    </div>
    ${content}
  </div>`;
}

/** Comments and reviews in the order in which they came. */
export function renderConversation(repository: Repository, pull: Pull): Html | undefined {
  const comments = [...repository.comments.values()]
    .filter((comment) => comment.issue === pull.number)
    .map((comment): Dated => ({ at: comment.createdAt, shown: renderComment(comment) }));
  const reviews = pull.reviews.flatMap((review): Dated[] =>
    review.submittedAt === undefined
      ? []
      : [{ at: review.submittedAt, shown: renderReview(repository, review) }],
  );
  const all = [...comments, ...reviews].toSorted((a, b) => a.at.getTime() - b.at.getTime());
  if (all.length === 0) return undefined;
  return html`<h2>Conversation</h2>
    ${all.map((one) => one.shown)}`;
}
