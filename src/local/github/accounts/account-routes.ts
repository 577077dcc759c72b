import { notFound, ok, refused } from "../http/reply.ts";
import { param, type Route } from "../http/route.ts";
import { findAccount } from "../world.ts";
import { presentOwnProfile, presentProfile } from "./present-account.ts";

const self: Route = {
  method: "GET",
  path: "/user",
  answer: ({ world, actor }) => {
    if (actor.kind === "user") return ok(presentOwnProfile(world, actor.account));
    return actor.kind === "anonymous"
      ? refused(401, "Requires authentication")
      : refused(403, "Resource not accessible by integration");
  },
};

const byLogin: Route = {
  method: "GET",
  path: "/users/{username}",
  answer: (visit) => {
    const account = findAccount(visit.world, param(visit, "username"));
    return account === undefined ? notFound() : ok(presentProfile(visit.world, account));
  },
};

export const accountRoutes: readonly Route[] = [self, byLogin];
