import { presentAccount, type Json } from "../accounts/present-account.ts";
import { timestamp } from "../http/timestamp.ts";
import type { World } from "../world.ts";
import { fullNameOf, type Repository } from "./repository.ts";

export function apiUrl(world: World, repository: Repository): string {
  return `${world.url}/api/v3/repos/${fullNameOf(repository)}`;
}

export function pageUrl(world: World, repository: Repository): string {
  return `${world.url}/${fullNameOf(repository)}`;
}

const links: Readonly<Record<string, string>> = {
  archive_url: "/{archive_format}{/ref}",
  assignees_url: "/assignees{/user}",
  blobs_url: "/git/blobs{/sha}",
  branches_url: "/branches{/branch}",
  collaborators_url: "/collaborators{/collaborator}",
  comments_url: "/comments{/number}",
  commits_url: "/commits{/sha}",
  compare_url: "/compare/{base}...{head}",
  contents_url: "/contents/{+path}",
  contributors_url: "/contributors",
  deployments_url: "/deployments",
  downloads_url: "/downloads",
  events_url: "/events",
  forks_url: "/forks",
  git_commits_url: "/git/commits{/sha}",
  git_refs_url: "/git/refs{/sha}",
  git_tags_url: "/git/tags{/sha}",
  hooks_url: "/hooks",
  issue_comment_url: "/issues/comments{/number}",
  issue_events_url: "/issues/events{/number}",
  issues_url: "/issues{/number}",
  keys_url: "/keys{/key_id}",
  labels_url: "/labels{/name}",
  languages_url: "/languages",
  merges_url: "/merges",
  milestones_url: "/milestones{/number}",
  notifications_url: "/notifications{?since,all,participating}",
  pulls_url: "/pulls{/number}",
  releases_url: "/releases{/id}",
  stargazers_url: "/stargazers",
  statuses_url: "/statuses/{sha}",
  subscribers_url: "/subscribers",
  subscription_url: "/subscription",
  tags_url: "/tags",
  teams_url: "/teams",
  trees_url: "/git/trees{/sha}",
};

/** GitHub's `minimal-repository`: identity and links. */
export function presentMinimalRepository(world: World, repository: Repository): Json {
  const api = apiUrl(world, repository);
  return {
    id: repository.id,
    node_id: `R_${repository.id}`,
    name: repository.name,
    full_name: fullNameOf(repository),
    owner: presentAccount(world, repository.owner),
    private: repository.visibility !== "public",
    html_url: pageUrl(world, repository),
    description: null,
    fork: repository.parent !== undefined,
    url: api,
    ...Object.fromEntries(Object.entries(links).map(([name, path]) => [name, api + path])),
  };
}

function forksOf({ repositories }: World, repository: Repository): number {
  return [...repositories.values()].filter(({ parent }) => parent === repository).length;
}

function presentSettings(world: World, repository: Repository): Json {
  return {
    homepage: null,
    size: repository.objects.size,
    stargazers_count: 0,
    watchers_count: 0,
    language: null,
    has_issues: true,
    has_projects: false,
    has_downloads: false,
    has_wiki: false,
    has_pages: false,
    has_discussions: false,
    archived: false,
    disabled: false,
    license: null,
    allow_forking: true,
    is_template: false,
    web_commit_signoff_required: false,
    topics: [],
    visibility: repository.visibility,
    forks: forksOf(world, repository),
    forks_count: forksOf(world, repository),
    watchers: 0,
    mirror_url: null,
  };
}

function openIssues(repository: Repository): number {
  return [...repository.pulls.values()].filter((pull) => pull.state === "open").length;
}

/** GitHub's `repository`, as pull requests and webhooks carry it. */
export function presentRepository(world: World, repository: Repository): Json {
  const page = pageUrl(world, repository);
  return {
    ...presentMinimalRepository(world, repository),
    ...presentSettings(world, repository),
    created_at: timestamp(repository.createdAt),
    updated_at: timestamp(repository.updatedAt),
    pushed_at: timestamp(repository.pushedAt),
    git_url: `${page.replace("http:", "git:")}.git`,
    ssh_url: `git@${new URL(world.url).hostname}:${fullNameOf(repository)}.git`,
    clone_url: `${page}.git`,
    svn_url: page,
    open_issues: openIssues(repository),
    open_issues_count: openIssues(repository),
    default_branch: repository.defaultBranch,
  };
}

/** GitHub's `full-repository`. */
export function presentFullRepository(world: World, repository: Repository): Json {
  const origin = repository.parent && presentRepository(world, repository.parent);
  return {
    ...presentRepository(world, repository),
    allow_squash_merge: true,
    allow_merge_commit: true,
    allow_rebase_merge: true,
    allow_auto_merge: false,
    delete_branch_on_merge: false,
    allow_update_branch: false,
    use_squash_pr_title_as_default: false,
    network_count: 0,
    subscribers_count: 0,
    ...(origin === undefined ? {} : { parent: origin, source: origin }),
  };
}
