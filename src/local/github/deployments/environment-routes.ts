import { z } from "zod";
import type { Place } from "../git/present-git.ts";
import { paginate } from "../http/paginate.ts";
import { noContent, notFound, ok } from "../http/reply.ts";
import { repositoryRoute } from "../http/repository-route.ts";
import { param, type Route } from "../http/route.ts";
import type { Environment } from "./deployment.ts";
import { presentEnvironment } from "./present-deployment.ts";

/** Deploying to an environment that does not exist creates it. */
export function ensureEnvironment(place: Place, name: string): Environment {
  const { world, repository } = place;
  const key = name.toLowerCase();
  const held = repository.environments.get(key);
  if (held !== undefined) return held;
  const now = world.now();
  const made = { id: world.nextId(), name, createdAt: now, updatedAt: now, waitTimer: 0 };
  repository.environments.set(key, made);
  return made;
}

const list = repositoryRoute({
  method: "GET",
  path: "/environments",
  app: ["actions:read", "deployments:read"],
  user: "read",
  answer: (visit) =>
    paginate(visit, {
      items: [...visit.repository.environments.values()],
      present: (environment) => presentEnvironment(visit, environment),
      wrap: (environments, total) => ({ total_count: total, environments }),
    }),
});

const path = "/environments/{environment_name}";

const get = repositoryRoute({
  method: "GET",
  path,
  app: ["actions:read", "deployments:read"],
  user: "read",
  answer: (visit) => {
    const found = visit.repository.environments.get(param(visit, "environment_name").toLowerCase());
    return found === undefined ? notFound() : ok(presentEnvironment(visit, found));
  },
});

const put = repositoryRoute({
  method: "PUT",
  path,
  app: ["administration:write"],
  user: "admin",
  body: z.object({ wait_timer: z.number().int().min(0).max(43_200).nullish() }),
  answer: (visit) => {
    const environment = ensureEnvironment(visit, param(visit, "environment_name"));
    environment.waitTimer = visit.body.wait_timer ?? environment.waitTimer;
    environment.updatedAt = visit.world.now();
    return ok(presentEnvironment(visit, environment));
  },
});

const remove = repositoryRoute({
  method: "DELETE",
  path,
  app: ["administration:write"],
  user: "admin",
  answer: (visit) => {
    const name = param(visit, "environment_name").toLowerCase();
    return visit.repository.environments.delete(name) ? noContent() : notFound();
  },
});

export const environmentRoutes: readonly Route[] = [list, get, put, remove];
