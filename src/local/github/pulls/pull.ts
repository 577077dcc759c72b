import type { Account } from "../accounts/account.ts";
import type { Label } from "../issues/issue.ts";
import type { Author } from "../accounts/author.ts";

export type ReviewState = "PENDING" | "COMMENTED" | "APPROVED" | "CHANGES_REQUESTED" | "DISMISSED";

export type Review = {
  readonly id: number;
  readonly author: Author;
  readonly commitId: string;
  body: string;
  state: ReviewState;
  submittedAt: Date | undefined;
};

export type ReviewComment = {
  readonly id: number;
  readonly pull: number;
  readonly reviewId: number;
  readonly author: Author;
  readonly commitId: string;
  readonly path: string;
  readonly line: number | undefined;
  readonly startLine: number | undefined;
  readonly side: "LEFT" | "RIGHT";
  readonly diffHunk: string;
  readonly inReplyTo: number | undefined;
  readonly createdAt: Date;
  body: string;
  updatedAt: Date;
};

export type Pull = {
  readonly id: number;
  readonly number: number;
  readonly author: Author;
  readonly createdAt: Date;
  readonly head: { readonly repositoryId: number; readonly branch: string };
  readonly labels: Label[];
  readonly reviews: Review[];
  readonly requestedReviewers: Account[];
  title: string;
  body: string | undefined;
  state: "open" | "closed";
  isDraft: boolean;
  baseBranch: string;
  /** Frozen when the pull request is closed. */
  headSha: string;
  baseSha: string;
  updatedAt: Date;
  closedAt: Date | undefined;
  merged: { readonly at: Date; readonly by: Account; readonly sha: string } | undefined;
};
