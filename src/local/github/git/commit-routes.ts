import type { Json } from "../accounts/present-account.ts";
import { paginate } from "../http/paginate.ts";
import { notFound, ok, refused, type Reply } from "../http/reply.ts";
import { repositoryRoute } from "../http/repository-route.ts";
import { param, type RepositoryVisit, type Route } from "../http/route.ts";
import { apiUrl, pageUrl } from "../repositories/present-repository.ts";
import { loadCommit } from "./commit.ts";
import { changesBetween, type FileChange } from "./file-changes.ts";
import { entryAt, type Leaf } from "./flat-tree.ts";
import { commitsBetween, historyOf, mergeBase } from "./history.ts";
import { changesSinceFork, treeOf } from "./object-model.ts";
import { presentCommit, presentFileChange } from "./present-git.ts";
import { resolveRevision } from "./resolve-revision.ts";

const app = ["contents:read"];

/** What a commit changed against its first parent. */
function changesOf(visit: RepositoryVisit, sha: string): readonly FileChange[] {
  const { objects } = visit.repository;
  const [parent] = loadCommit(objects, sha).parents;
  const before = parent === undefined ? new Map<string, Leaf>() : treeOf(objects, parent);
  return changesBetween(objects, { before, after: treeOf(objects, sha) });
}

function presentStats(changes: readonly FileChange[]): Json {
  const sum = (pick: "additions" | "deletions"): number =>
    changes.reduce((total, change) => total + change[pick], 0);
  const additions = sum("additions");
  const deletions = sum("deletions");
  return { additions, deletions, total: additions + deletions };
}

const get = repositoryRoute({
  method: "GET",
  path: "/commits/{ref}",
  app,
  user: "read",
  answer: (visit) => {
    const revision = param(visit, "ref");
    const sha = resolveRevision(visit.repository, revision);
    if (sha === undefined) return refused(422, `No commit found for SHA: ${revision}`);
    if (visit.accept.includes(".sha")) return { status: 200, raw: Buffer.from(sha) };
    const changes = changesOf(visit, sha);
    return ok({
      ...presentCommit(visit, sha),
      stats: presentStats(changes),
      files: changes.slice(0, 300).map((change) => presentFileChange(visit, change, sha)),
    });
  },
});

function touches(visit: RepositoryVisit, sha: string, path: string): boolean {
  const { objects } = visit.repository;
  const commit = loadCommit(objects, sha);
  const own = entryAt(objects, commit.tree, path)?.sha;
  const [parent] = commit.parents;
  const before = parent && entryAt(objects, loadCommit(objects, parent).tree, path)?.sha;
  return own !== before;
}

const list = repositoryRoute({
  method: "GET",
  path: "/commits",
  app,
  user: "read",
  answer: (visit) => {
    const { repository, query } = visit;
    const sha = resolveRevision(repository, query["sha"] ?? repository.defaultBranch);
    if (sha === undefined) return notFound();
    const path = query["path"];
    const items = historyOf(repository.objects, sha).filter(
      (id) => path === undefined || touches(visit, id, path),
    );
    return paginate(visit, { items, present: (id) => presentCommit(visit, id) });
  },
});

/** `owner:branch` names the same branch of a fork. */
function sideOf(visit: RepositoryVisit, side: string): string | undefined {
  const colon = side.indexOf(":");
  if (colon < 0) return resolveRevision(visit.repository, side);
  const owner = side.slice(0, colon).toLowerCase();
  const fork = [...visit.world.repositories.values()].find(
    (one) => one.objects === visit.repository.objects && one.owner.login.toLowerCase() === owner,
  );
  return fork && resolveRevision(fork, side.slice(colon + 1));
}

function statusOf(ahead: number, behind: number): string {
  if (ahead > 0) return behind > 0 ? "diverged" : "ahead";
  return behind > 0 ? "behind" : "identical";
}

type Sides = { readonly base: string; readonly head: string; readonly fork: string };

/** Commits are paged; files come with the first page only, 300 at most. */
function presentComparison(visit: RepositoryVisit, { base, head, fork }: Sides): Reply {
  const { world, repository, query } = visit;
  const commits = commitsBetween(repository.objects, base, head);
  const behind = commitsBetween(repository.objects, head, base).length;
  const name = `${base}...${head}`;
  const page = `${pageUrl(world, repository)}/compare/${name}`;
  const isFirst = (query["page"] ?? "1") === "1";
  const changes = isFirst ? changesSinceFork(repository.objects, base, head).slice(0, 300) : [];
  const perPage = query["per_page"] ?? "250";
  return paginate(
    { world, path: visit.path, query: { ...query, per_page: perPage } },
    {
      items: commits,
      present: (sha) => presentCommit(visit, sha),
      wrap: (shown, total) => ({
        url: `${apiUrl(world, repository)}/compare/${name}`,
        html_url: page,
        permalink_url: page,
        diff_url: `${page}.diff`,
        patch_url: `${page}.patch`,
        base_commit: presentCommit(visit, base),
        merge_base_commit: presentCommit(visit, fork),
        status: statusOf(total, behind),
        ahead_by: total,
        behind_by: behind,
        total_commits: total,
        commits: shown,
        files: changes.map((change) => presentFileChange(visit, change, head)),
      }),
    },
  );
}

const compare = repositoryRoute({
  method: "GET",
  path: "/compare/{basehead}",
  app,
  user: "read",
  answer: (visit) => {
    const [left = "", right = ""] = param(visit, "basehead").split("...");
    const base = sideOf(visit, left);
    const head = sideOf(visit, right);
    if (base === undefined || head === undefined) return notFound();
    const fork = mergeBase(visit.repository.objects, base, head);
    if (fork === undefined) return refused(404, `No common ancestor between ${left} and ${right}.`);
    return presentComparison(visit, { base, head, fork });
  },
});

export const commitRoutes: readonly Route[] = [get, list, compare];
