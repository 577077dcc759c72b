import type { z } from "zod";
import type { Role } from "../accounts/account.ts";
import { notFound, type Reply } from "../http/reply.ts";
import { repositoryRoute } from "../http/repository-route.ts";
import { numberParam, type RepositoryVisit, type Route } from "../http/route.ts";
import type { Pull } from "./pull.ts";

export type PullVisit<Body = unknown> = RepositoryVisit<Body> & { readonly pull: Pull };

/** A route below one pull request; apps need `pull_requests`, or what `app` says instead. */
export function pullRoute<Body = unknown>(spec: {
  readonly method: string;
  /** Below `/pulls/{pull_number}`. */
  readonly path: string;
  readonly app?: readonly string[];
  readonly user: Role;
  readonly body?: z.ZodType<Body>;
  readonly answer: (visit: PullVisit<Body>) => Reply;
}): Route {
  const { method, user } = spec;
  const access = method === "GET" ? "pull_requests:read" : "pull_requests:write";
  return repositoryRoute<Body>({
    method,
    path: `/pulls/{pull_number}${spec.path}`,
    app: spec.app ?? [access],
    user,
    ...(spec.body === undefined ? {} : { body: spec.body }),
    answer: (visit) => {
      const pull = visit.repository.pulls.get(numberParam(visit, "pull_number"));
      return pull === undefined ? notFound() : spec.answer({ ...visit, pull });
    },
  });
}
