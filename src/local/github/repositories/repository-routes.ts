import { z } from "zod";
import { reaches, type Account, type Role } from "../accounts/account.ts";
import { presentAccount, type Json } from "../accounts/present-account.ts";
import { paginate } from "../http/paginate.ts";
import { noContent, notFound, ok } from "../http/reply.ts";
import { numberedRepositoryRoute, repositoryRoute } from "../http/repository-route.ts";
import { param, type Route } from "../http/route.ts";
import { findAccount, type World } from "../world.ts";
import { presentFullRepository } from "./present-repository.ts";
import { fullNameOf, roleOf, type Repository } from "./repository.ts";

const app = ["metadata:read"];

const get = repositoryRoute({
  method: "GET",
  path: "",
  app,
  user: "read",
  answer: ({ world, repository }) => ok(presentFullRepository(world, repository)),
});

/** Renames it, or shows it to others. The app holds no `administration`, so people do this. */
const change = repositoryRoute({
  method: "PATCH",
  path: "",
  app: ["administration:write"],
  user: "admin",
  body: z.object({
    name: z.string().optional(),
    private: z.boolean().optional(),
    visibility: z.enum(["public", "private"]).optional(),
  }),
  answer: ({ world, repository, body }) => {
    const { name = repository.name, private: isPrivate } = body;
    if (name !== repository.name) {
      repository.formerNames.add(fullNameOf(repository).toLowerCase());
      repository.name = name;
    }
    if (isPrivate !== undefined) repository.visibility = isPrivate ? "private" : "public";
    repository.visibility = body.visibility ?? repository.visibility;
    return ok(presentFullRepository(world, repository));
  },
});

const getByNumber = numberedRepositoryRoute({
  method: "GET",
  app,
  user: "read",
  answer: ({ world, repository }) => ok(presentFullRepository(world, repository)),
});

/** The REST API says `pull` and `push` where the pages say read and write. */
const spoken: Readonly<Record<string, Role>> = {
  pull: "read",
  push: "write",
  read: "read",
  write: "write",
  triage: "triage",
  maintain: "maintain",
  admin: "admin",
};

function permissionsOf(role: Role): Json {
  return {
    admin: reaches(role, "admin"),
    maintain: reaches(role, "maintain"),
    push: reaches(role, "write"),
    triage: reaches(role, "triage"),
    pull: reaches(role, "read"),
  };
}

function presentCollaborator(world: World, repository: Repository, account: Account): Json {
  const role = roleOf(repository, account);
  return {
    ...presentAccount(world, account),
    permissions: permissionsOf(role),
    role_name: role,
  };
}

/** `permission` knows four levels only: maintain reads as write there, triage as read. */
const legacy: Readonly<Record<Role, string>> = {
  none: "none",
  read: "read",
  triage: "read",
  write: "write",
  maintain: "write",
  admin: "admin",
};

const permission = repositoryRoute({
  method: "GET",
  path: "/collaborators/{username}/permission",
  app,
  user: "read",
  answer: (visit) => {
    const { world, repository } = visit;
    const account = findAccount(world, param(visit, "username"));
    if (account === undefined) return notFound();
    const role = account.type === "Bot" ? "none" : roleOf(repository, account);
    const user = { ...presentCollaborator(world, repository, account), role_name: role };
    return ok({ permission: legacy[role], role_name: role, user });
  },
});

const list = repositoryRoute({
  method: "GET",
  path: "/collaborators",
  app,
  user: "write",
  answer: (visit) => {
    const { world, repository } = visit;
    const all = [
      repository.owner,
      ...[...repository.collaborators.values()].map((one) => one.account),
    ];
    return paginate(visit, {
      items: all,
      present: (account) => presentCollaborator(world, repository, account),
    });
  },
});

const is = repositoryRoute({
  method: "GET",
  path: "/collaborators/{username}",
  app,
  user: "read",
  answer: (visit) => {
    const { world, repository } = visit;
    const account = findAccount(world, param(visit, "username"));
    const isOne =
      account !== undefined &&
      (account.id === repository.owner.id || repository.collaborators.has(account.id));
    return isOne ? noContent() : notFound();
  },
});

/** The invitation that GitHub sends is taken as accepted at once. */
const add = repositoryRoute({
  method: "PUT",
  path: "/collaborators/{username}",
  app: ["administration:write"],
  user: "admin",
  body: z.object({ permission: z.string().default("push") }),
  answer: (visit) => {
    const { world, repository, body } = visit;
    const account = findAccount(world, param(visit, "username"));
    const role = spoken[body.permission];
    if (account === undefined || role === undefined) return notFound();
    repository.collaborators.set(account.id, { account, role });
    return noContent();
  },
});

const remove = repositoryRoute({
  method: "DELETE",
  path: "/collaborators/{username}",
  app: ["administration:write"],
  user: "admin",
  answer: (visit) => {
    const account = findAccount(visit.world, param(visit, "username"));
    if (account !== undefined) visit.repository.collaborators.delete(account.id);
    return noContent();
  },
});

export const repositoryRoutes: readonly Route[] = [
  get,
  getByNumber,
  change,
  permission,
  list,
  is,
  add,
  remove,
];
