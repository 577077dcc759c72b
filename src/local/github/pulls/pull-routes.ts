import { commitsBetween } from "../git/history.ts";
import { changesSinceFork } from "../git/object-model.ts";
import { presentCommit, presentFileChange } from "../git/present-git.ts";
import { paginate } from "../http/paginate.ts";
import { noContent, notFound, ok } from "../http/reply.ts";
import { repositoryRoute } from "../http/repository-route.ts";
import { param, type RepositoryVisit, type Route } from "../http/route.ts";
import { changePullRoute } from "./change-pull.ts";
import { mergePullRoute } from "./merge-pull.ts";
import { baseOf } from "./mergeability.ts";
import { openPullRoute } from "./open-pull.ts";
import { presentPull, presentPullRow } from "./present-pull.ts";
import type { Pull } from "./pull.ts";
import { pullRoute } from "./pull-route.ts";
import { updateBranchRoute } from "./update-branch.ts";

function isListed(visit: RepositoryVisit, pull: Pull): boolean {
  const { state = "open", base, head } = visit.query;
  const owner = visit.world.repositories.get(pull.head.repositoryId)?.owner.login ?? "";
  const checks = [
    state === "all" || state === pull.state,
    base === undefined || base === pull.baseBranch,
    head === undefined || head.toLowerCase() === `${owner}:${pull.head.branch}`.toLowerCase(),
  ];
  return checks.every(Boolean);
}

function sortPulls(visit: RepositoryVisit, pulls: readonly Pull[]): readonly Pull[] {
  const { sort = "created", direction } = visit.query;
  const key = (pull: Pull): number => (sort === "updated" ? pull.updatedAt.getTime() : pull.number);
  const isDown = (direction ?? (sort === "created" ? "desc" : "asc")) === "desc";
  return pulls.toSorted((a, b) => (isDown ? key(b) - key(a) : key(a) - key(b)));
}

const list = repositoryRoute({
  method: "GET",
  path: "/pulls",
  app: ["pull_requests:read"],
  user: "read",
  answer: (visit) => {
    const pulls = [...visit.repository.pulls.values()].filter((pull) => isListed(visit, pull));
    const present = (pull: Pull): unknown => presentPullRow(visit, pull);
    return paginate(visit, { items: sortPulls(visit, pulls), present });
  },
});

const get = pullRoute({
  method: "GET",
  path: "",
  user: "read",
  answer: (visit) => ok(presentPull(visit, visit.pull)),
});

/** GitHub lists 3,000 files at most, without saying that there are more. */
const files = pullRoute({
  method: "GET",
  path: "/files",
  user: "read",
  answer: (visit) => {
    const { repository, pull } = visit;
    const base = baseOf(repository, pull);
    const changes = changesSinceFork(repository.objects, base, pull.headSha);
    return paginate(visit, {
      items: changes.slice(0, 3000),
      present: (change) => presentFileChange(visit, change, pull.headSha),
    });
  },
});

/** GitHub lists 250 commits at most. */
const commits = pullRoute({
  method: "GET",
  path: "/commits",
  user: "read",
  answer: (visit) => {
    const { repository, pull } = visit;
    const own = commitsBetween(repository.objects, baseOf(repository, pull), pull.headSha);
    return paginate(visit, {
      items: own.slice(0, 250),
      present: (sha) => presentCommit(visit, sha),
    });
  },
});

const isMerged = pullRoute({
  method: "GET",
  path: "/merge",
  user: "read",
  answer: ({ pull }) => (pull.merged === undefined ? notFound() : noContent()),
});

const ofCommit = repositoryRoute({
  method: "GET",
  path: "/commits/{commit_sha}/pulls",
  app: ["pull_requests:read"],
  user: "read",
  answer: (visit) => {
    const { repository } = visit;
    const sha = param(visit, "commit_sha");
    const holds = (pull: Pull): boolean =>
      pull.merged?.sha === sha ||
      commitsBetween(repository.objects, baseOf(repository, pull), pull.headSha).includes(sha);
    return paginate(visit, {
      items: [...repository.pulls.values()].filter(holds),
      present: (pull) => presentPullRow(visit, pull),
    });
  },
});

export const pullRoutes: readonly Route[] = [
  openPullRoute,
  changePullRoute,
  mergePullRoute,
  updateBranchRoute,
  list,
  get,
  files,
  commits,
  isMerged,
  ofCommit,
];
