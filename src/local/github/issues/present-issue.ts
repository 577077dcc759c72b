import { presentAccount, type Json } from "../accounts/present-account.ts";
import { presentApp } from "../apps/present-app.ts";
import type { Place } from "../git/present-git.ts";
import { timestamp, timestampOrNull } from "../http/timestamp.ts";
import type { Pull } from "../pulls/pull.ts";
import { apiUrl, pageUrl } from "../repositories/present-repository.ts";
import { roleOf, type Repository } from "../repositories/repository.ts";
import type { Author } from "../accounts/author.ts";
import type { World } from "../world.ts";
import type { Comment, Label } from "./issue.ts";

export function presentLabel(place: Place, label: Label): Json {
  return {
    id: label.id,
    node_id: `LA_${label.id}`,
    url: `${apiUrl(place.world, place.repository)}/labels/${encodeURIComponent(label.name)}`,
    name: label.name,
    color: label.color,
    default: false,
    description: label.description ?? null,
  };
}

export function associationOf(repository: Repository, author: Author): string {
  if (author.account.id === repository.owner.id) return "OWNER";
  if (author.app !== undefined) return "NONE";
  return repository.collaborators.has(author.account.id) &&
    roleOf(repository, author.account) !== "none"
    ? "COLLABORATOR"
    : "NONE";
}

export function presentReactions(url: string): Json {
  const counts = ["+1", "-1", "laugh", "hooray", "confused", "heart", "rocket", "eyes"];
  return {
    url: `${url}/reactions`,
    total_count: 0,
    ...Object.fromEntries(counts.map((name) => [name, 0])),
  };
}

export function presentPerformer(world: World, author: Author): Json | null {
  return author.app === undefined ? null : presentApp(world, author.app);
}

/** GitHub's `issue-comment`. */
export function presentComment(place: Place, comment: Comment): Json {
  const api = apiUrl(place.world, place.repository);
  const url = `${api}/issues/comments/${comment.id}`;
  const page = pageUrl(place.world, place.repository);
  return {
    url,
    html_url: `${page}/pull/${comment.issue}#issuecomment-${comment.id}`,
    issue_url: `${api}/issues/${comment.issue}`,
    id: comment.id,
    node_id: `IC_${comment.id}`,
    user: presentAccount(place.world, comment.author.account),
    created_at: timestamp(comment.createdAt),
    updated_at: timestamp(comment.updatedAt),
    author_association: associationOf(place.repository, comment.author),
    body: comment.body,
    reactions: presentReactions(url),
    performed_via_github_app: presentPerformer(place.world, comment.author),
  };
}

function presentPullLinks(place: Place, pull: Pull): Json {
  const page = `${pageUrl(place.world, place.repository)}/pull/${pull.number}`;
  return {
    url: `${apiUrl(place.world, place.repository)}/pulls/${pull.number}`,
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    merged_at: timestampOrNull(pull.merged?.at),
  };
}

/** A pull request seen as GitHub's `issue`. */
export function presentIssue(place: Place, pull: Pull): Json {
  const { world, repository } = place;
  const url = `${apiUrl(world, repository)}/issues/${pull.number}`;
  const comments = [...repository.comments.values()].filter((own) => own.issue === pull.number);
  return {
    url,
    repository_url: apiUrl(world, repository),
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    timeline_url: `${url}/timeline`,
    html_url: `${pageUrl(world, repository)}/pull/${pull.number}`,
    id: pull.id,
    node_id: `PR_${pull.id}`,
    number: pull.number,
    title: pull.title,
    user: presentAccount(world, pull.author.account),
    labels: pull.labels.map((label) => presentLabel(place, label)),
    state: pull.state,
    state_reason: null,
    locked: false,
    assignee: null,
    assignees: [],
    milestone: null,
    comments: comments.length,
    created_at: timestamp(pull.createdAt),
    updated_at: timestamp(pull.updatedAt),
    closed_at: timestampOrNull(pull.closedAt),
    author_association: associationOf(repository, pull.author),
    active_lock_reason: null,
    draft: pull.isDraft,
    pull_request: presentPullLinks(place, pull),
    body: pull.body ?? null,
    reactions: presentReactions(url),
    performed_via_github_app: presentPerformer(world, pull.author),
  };
}
