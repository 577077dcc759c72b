import { z } from "zod";
import { reaches, type Role } from "../accounts/account.ts";
import { grants } from "../apps/app.ts";
import { roleOf, type Repository } from "../repositories/repository.ts";
import type { Author } from "../accounts/author.ts";
import { findMoved, findRepository, type World } from "../world.ts";
import { notFound, refused, type Reply } from "./reply.ts";
import {
  param,
  refuseBody,
  type Actor,
  type RepositoryVisit,
  type Route,
  type Visit,
} from "./route.ts";

type Spec<Body> = {
  readonly method: string;
  /** Below `/repos/{owner}/{repo}`. */
  readonly path: string;
  /** What an app needs: any one of these, such as `checks:write`. Empty: people only. */
  readonly app: readonly string[];
  /** What a person needs. */
  readonly user: Role;
  readonly body?: z.ZodType<Body>;
  readonly answer: (visit: RepositoryVisit<Body>) => Reply | Promise<Reply>;
};

/** Invisible repositories answer 404, so that nobody learns that they exist. */
export function isVisible(actor: Actor, repository: Repository): boolean {
  if (repository.visibility === "public") return true;
  if (actor.kind === "user") return roleOf(repository, actor.account) !== "none";
  if (actor.kind !== "installation") return false;
  return covers(actor, repository);
}

function covers(actor: Extract<Actor, { kind: "installation" }>, repository: Repository): boolean {
  const { installation, repositoryIds } = actor.grant;
  return (repositoryIds ?? installation.repositoryIds).has(repository.id);
}

function refuseUser(least: Role): Reply {
  if (least === "admin") return refused(403, "Must have admin rights to Repository.");
  if (least === "triage") return refused(403, "Must have triage access to Repository.");
  return refused(403, "Must have push access to Repository.");
}

function admit<Body>(spec: Spec<Body>, actor: Actor, repository: Repository): Author | Reply {
  if (actor.kind === "user") {
    const { account } = actor;
    const isAllowed = reaches(roleOf(repository, account), spec.user);
    return isAllowed ? { account, app: undefined } : refuseUser(spec.user);
  }
  if (actor.kind === "installation") {
    const { app } = actor.grant.installation;
    const isHeld =
      covers(actor, repository) || spec.app.every((wanted) => wanted.endsWith(":read"));
    const isGranted = spec.app.some((wanted) => grants(actor.grant.permissions, wanted));
    if (isHeld && isGranted) return { account: app.bot, app };
    return refused(403, "Resource not accessible by integration");
  }
  return refused(401, "Requires authentication");
}

function visitRepository<Body>(
  spec: Spec<Body>,
  visit: Visit,
  repository: Repository,
): Reply | Promise<Reply> {
  if (!isVisible(visit.actor, repository)) return notFound();
  const author = admit(spec, visit.actor, repository);
  if ("status" in author) return author;
  const schema = spec.body ?? z.custom<Body>(() => true);
  const parsed = schema.safeParse(visit.body ?? {});
  if (!parsed.success) return refuseBody(parsed.error);
  return spec.answer({ ...visit, repository, author, body: parsed.data });
}

function repositoryAt(world: World, visit: Visit): Repository | undefined {
  return findRepository(world, param(visit, "owner"), param(visit, "repo"));
}

/** A former name leads on to the number, for those who may know of the repository at all. */
function leadOn<Body>(spec: Spec<Body>, visit: Visit): Reply {
  const { world, actor } = visit;
  const moved = findMoved(world, param(visit, "owner"), param(visit, "repo"));
  if (moved === undefined || !isVisible(actor, moved)) return notFound();
  const below = spec.path.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => param(visit, name));
  const url = `${world.url}/api/v3/repositories/${moved.id}${below}`;
  const [status, message] =
    visit.method === "GET" ? [301, "Moved Permanently"] : [307, "Temporary Redirect"];
  return { status, headers: { location: url }, body: { message, url } };
}

export function repositoryRoute<Body = unknown>(spec: Spec<Body>): Route {
  return {
    method: spec.method,
    path: `/repos/{owner}/{repo}${spec.path}`,
    answer: (visit) => {
      const repository = repositoryAt(visit.world, visit);
      return repository === undefined
        ? leadOn(spec, visit)
        : visitRepository(spec, visit, repository);
    },
  };
}

/** `GET /repositories/{id}`: the same repository by its number, which outlives renames. */
export function numberedRepositoryRoute(spec: Omit<Spec<unknown>, "path" | "body">): Route {
  return {
    method: spec.method,
    path: "/repositories/{repository_id}",
    answer: (visit) => {
      const repository = visit.world.repositories.get(Number(param(visit, "repository_id")));
      if (repository === undefined) return notFound();
      return visitRepository({ ...spec, path: "" }, visit, repository);
    },
  };
}
