import { z } from "zod";
import { presentAccount, type Json } from "../accounts/present-account.ts";
import type { Place } from "../git/present-git.ts";
import { resolveRevision } from "../git/resolve-revision.ts";
import { paginate } from "../http/paginate.ts";
import { created, notFound, ok, refused } from "../http/reply.ts";
import { repositoryRoute } from "../http/repository-route.ts";
import { param, type Route } from "../http/route.ts";
import { timestamp } from "../http/timestamp.ts";
import { apiUrl, presentMinimalRepository } from "../repositories/present-repository.ts";
import type { CommitStatus } from "./check-run.ts";

function presentBrief(place: Place, status: CommitStatus): Json {
  return {
    url: `${apiUrl(place.world, place.repository)}/statuses/${status.sha}`,
    avatar_url: `${place.world.url}/avatars/u/${status.creator.id}`,
    id: status.id,
    node_id: `SC_${status.id}`,
    state: status.state,
    description: status.description ?? null,
    target_url: status.targetUrl ?? null,
    context: status.context,
    created_at: timestamp(status.createdAt),
    updated_at: timestamp(status.createdAt),
  };
}

function presentStatus(place: Place, status: CommitStatus): Json {
  return { ...presentBrief(place, status), creator: presentAccount(place.world, status.creator) };
}

const body = z.object({
  state: z.enum(["error", "failure", "pending", "success"]),
  context: z.string().default("default"),
  description: z.string().max(140).optional(),
  target_url: z.string().optional(),
});

/** Anybody who writes may post a status of any name, which is why checks are pinned to an app. */
const create = repositoryRoute({
  method: "POST",
  path: "/statuses/{sha}",
  app: ["statuses:write"],
  user: "write",
  body,
  answer: (visit) => {
    const { world, repository, author } = visit;
    const sha = resolveRevision(repository, param(visit, "sha"));
    if (sha === undefined) return refused(422, `No commit found for SHA: ${param(visit, "sha")}`);
    const { state, context, description, target_url: targetUrl } = visit.body;
    const made = { id: world.nextId(), sha, state, context, description, targetUrl };
    const status = { ...made, creator: author.account, createdAt: world.now() };
    repository.statuses.push(status);
    return created(presentStatus(visit, status));
  },
});

const list = repositoryRoute({
  method: "GET",
  path: "/commits/{ref}/statuses",
  app: ["statuses:read"],
  user: "read",
  answer: (visit) => {
    const sha = resolveRevision(visit.repository, param(visit, "ref"));
    const items = visit.repository.statuses.filter((status) => status.sha === sha).toReversed();
    return paginate(visit, { items, present: (status) => presentStatus(visit, status) });
  },
});

/** Only the newest status of a context counts; none at all is `pending`. */
const combined = repositoryRoute({
  method: "GET",
  path: "/commits/{ref}/status",
  app: ["statuses:read"],
  user: "read",
  answer: (visit) => {
    const { world, repository } = visit;
    const sha = resolveRevision(repository, param(visit, "ref"));
    if (sha === undefined) return notFound();
    const own = repository.statuses.filter((status) => status.sha === sha);
    const latest = [...new Map(own.map((status) => [status.context, status])).values()];
    const states = new Set(latest.map((status) => status.state));
    const isBad = states.has("failure") || states.has("error");
    const isWaiting = states.has("pending") || latest.length === 0;
    const url = `${apiUrl(world, repository)}/commits/${sha}`;
    return ok({
      state: isBad ? "failure" : isWaiting ? "pending" : "success",
      statuses: latest.map((status) => presentBrief(visit, status)),
      sha,
      total_count: latest.length,
      repository: presentMinimalRepository(world, repository),
      commit_url: url,
      url: `${url}/status`,
    });
  },
});

export const statusRoutes: readonly Route[] = [create, list, combined];
