import { presentAccount, type Json } from "../accounts/present-account.ts";
import { commitsBetween } from "../git/history.ts";
import { changesSinceFork } from "../git/object-model.ts";
import type { Place } from "../git/present-git.ts";
import { timestamp, timestampOrNull } from "../http/timestamp.ts";
import { associationOf, presentLabel } from "../issues/present-issue.ts";
import { apiUrl, pageUrl, presentRepository } from "../repositories/present-repository.ts";
import type { Repository } from "../repositories/repository.ts";
import type { World } from "../world.ts";
import { baseOf, mergeabilityOf } from "./mergeability.ts";
import type { Pull } from "./pull.ts";

type Side = { readonly ref: string; readonly sha: string };

/** A fork that is gone leaves a head without repository, as on GitHub. */
function presentSide(world: World, id: number, side: Side): Json {
  const { ref: branch, sha } = side;
  const repository = world.repositories.get(id);
  if (repository === undefined) return { label: branch, ref: branch, sha, user: null, repo: null };
  const place = { world, repository };
  const owner = repository.owner;
  return {
    label: `${owner.login}:${branch}`,
    ref: branch,
    sha,
    user: presentAccount(place.world, owner),
    repo: presentRepository(place.world, place.repository),
  };
}

function presentLinks(place: Place, pull: Pull): Json {
  const api = apiUrl(place.world, place.repository);
  const self = `${api}/pulls/${pull.number}`;
  return {
    self: { href: self },
    html: { href: `${pageUrl(place.world, place.repository)}/pull/${pull.number}` },
    issue: { href: `${api}/issues/${pull.number}` },
    comments: { href: `${api}/issues/${pull.number}/comments` },
    review_comments: { href: `${self}/comments` },
    review_comment: { href: `${api}/pulls/comments{/number}` },
    commits: { href: `${self}/commits` },
    statuses: { href: `${api}/statuses/${pull.headSha}` },
  };
}

function presentAddresses(place: Place, pull: Pull): Json {
  const api = apiUrl(place.world, place.repository);
  const page = `${pageUrl(place.world, place.repository)}/pull/${pull.number}`;
  return {
    url: `${api}/pulls/${pull.number}`,
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    issue_url: `${api}/issues/${pull.number}`,
    commits_url: `${api}/pulls/${pull.number}/commits`,
    review_comments_url: `${api}/pulls/${pull.number}/comments`,
    review_comment_url: `${api}/pulls/comments{/number}`,
    comments_url: `${api}/issues/${pull.number}/comments`,
    statuses_url: `${api}/statuses/${pull.headSha}`,
  };
}

/** GitHub's `pull-request-simple`, the form of lists. */
export function presentPullRow(place: Place, pull: Pull): Json {
  const { world, repository } = place;
  return {
    ...presentAddresses(place, pull),
    id: pull.id,
    node_id: `PR_${pull.id}`,
    number: pull.number,
    state: pull.state,
    locked: false,
    title: pull.title,
    user: presentAccount(world, pull.author.account),
    body: pull.body ?? null,
    created_at: timestamp(pull.createdAt),
    updated_at: timestamp(pull.updatedAt),
    closed_at: timestampOrNull(pull.closedAt),
    merged_at: timestampOrNull(pull.merged?.at),
    merge_commit_sha: mergeabilityOf(repository, pull).mergeCommit,
    assignee: null,
    assignees: [],
    requested_reviewers: pull.requestedReviewers.map((one) => presentAccount(world, one)),
    requested_teams: [],
    labels: pull.labels.map((label) => presentLabel(place, label)),
    milestone: null,
    draft: pull.isDraft,
    head: presentSide(world, pull.head.repositoryId, { ref: pull.head.branch, sha: pull.headSha }),
    base: presentSide(world, repository.id, { ref: pull.baseBranch, sha: pull.baseSha }),
    _links: presentLinks(place, pull),
    author_association: associationOf(repository, pull.author),
    auto_merge: null,
    active_lock_reason: null,
  };
}

function countsOf(repository: Repository, pull: Pull): Json {
  const base = baseOf(repository, pull);
  const changes = changesSinceFork(repository.objects, base, pull.headSha);
  const total = (pick: "additions" | "deletions"): number =>
    changes.reduce((sum, change) => sum + change[pick], 0);
  const own = (all: Iterable<{ readonly issue?: number; readonly pull?: number }>): number =>
    [...all].filter((one) => (one.issue ?? one.pull) === pull.number).length;
  return {
    comments: own(repository.comments.values()),
    review_comments: own(repository.reviewComments.values()),
    commits: commitsBetween(repository.objects, base, pull.headSha).length,
    additions: total("additions"),
    deletions: total("deletions"),
    changed_files: changes.length,
  };
}

/** GitHub's `pull-request`. */
export function presentPull(place: Place, pull: Pull): Json {
  const { mergeable, state } = mergeabilityOf(place.repository, pull);
  return {
    ...presentPullRow(place, pull),
    merged: pull.merged !== undefined,
    mergeable,
    rebaseable: mergeable,
    mergeable_state: state,
    merged_by: pull.merged === undefined ? null : presentAccount(place.world, pull.merged.by),
    maintainer_can_modify: false,
    ...countsOf(place.repository, pull),
  };
}

/** GitHub's `pull-request-minimal`, as check runs and suites name their pull requests. */
export function presentPullReference(place: Place, pull: Pull): Json {
  const side = (repository: Repository, ref: string, sha: string): Json => ({
    ref,
    sha,
    repo: { id: repository.id, url: apiUrl(place.world, repository), name: repository.name },
  });
  return {
    id: pull.id,
    number: pull.number,
    url: `${apiUrl(place.world, place.repository)}/pulls/${pull.number}`,
    head: side(place.repository, pull.head.branch, pull.headSha),
    base: side(place.repository, pull.baseBranch, pull.baseSha),
  };
}
