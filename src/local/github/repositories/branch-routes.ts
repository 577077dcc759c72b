import { z } from "zod";
import type { Json } from "../accounts/present-account.ts";
import { presentCommit, type Place } from "../git/present-git.ts";
import { paginate } from "../http/paginate.ts";
import { noContent, notFound, ok, refused, type Reply } from "../http/reply.ts";
import { repositoryRoute } from "../http/repository-route.ts";
import { param, type RepositoryVisit, type Route } from "../http/route.ts";
import { presentProtection, presentRequired } from "./present-protection.ts";
import { apiUrl, pageUrl } from "./present-repository.ts";
import { branchTip, type BranchProtection } from "./repository.ts";

function presentBrief(place: Place, branch: string): Json {
  const held = place.repository.protections.get(branch);
  const checks = held?.checks ?? [];
  const level = held?.enforceAdmins === true ? "everyone" : "non_admins";
  return {
    protected: held !== undefined,
    protection: {
      enabled: held !== undefined,
      required_status_checks: {
        enforcement_level: checks.length === 0 ? "off" : level,
        contexts: checks.map((check) => check.context),
        checks: checks.map(presentRequired),
      },
    },
    protection_url: `${apiUrl(place.world, place.repository)}/branches/${encodeURIComponent(branch)}/protection`,
  };
}

const list = repositoryRoute({
  method: "GET",
  path: "/branches",
  app: ["contents:read"],
  user: "read",
  answer: (visit) => {
    const { world, repository, query } = visit;
    const names = [...repository.refs.keys()]
      .filter((ref) => ref.startsWith("refs/heads/"))
      .map((ref) => ref.slice("refs/heads/".length))
      .filter((name) => query["protected"] !== "true" || repository.protections.has(name));
    return paginate(visit, {
      items: names.toSorted(),
      present: (name) => {
        const sha = branchTip(repository, name);
        const url = `${apiUrl(world, repository)}/commits/${sha}`;
        return { name, commit: { sha, url }, ...presentBrief(visit, name) };
      },
    });
  },
});

const get = repositoryRoute({
  method: "GET",
  path: "/branches/{branch}",
  app: ["contents:read"],
  user: "read",
  answer: (visit) => {
    const { world, repository } = visit;
    const name = param(visit, "branch");
    const sha = branchTip(repository, name);
    if (sha === undefined) return refused(404, "Branch not found");
    const self = `${apiUrl(world, repository)}/branches/${encodeURIComponent(name)}`;
    const html = `${pageUrl(world, repository)}/tree/${name}`;
    const commit = presentCommit(visit, sha);
    return ok({ name, commit, _links: { self, html }, ...presentBrief(visit, name) });
  },
});

const path = "/branches/{branch}/protection";

const getProtection = repositoryRoute({
  method: "GET",
  path,
  app: ["administration:read"],
  user: "admin",
  answer: (visit) => {
    const name = param(visit, "branch");
    const held = visit.repository.protections.get(name);
    if (held === undefined) return refused(404, "Branch not protected");
    return ok(presentProtection(visit, name, held));
  },
});

const required = z.object({ context: z.string(), app_id: z.number().nullish() });
const protectionBody = z.object({
  required_status_checks: z
    .object({
      strict: z.boolean(),
      contexts: z.array(z.string()).default([]),
      checks: z.array(required).optional(),
    })
    .nullable(),
  enforce_admins: z.boolean().nullable(),
  required_pull_request_reviews: z
    .object({ required_approving_review_count: z.number().int().min(0).max(6).default(1) })
    .nullable(),
  restrictions: z.unknown().nullable(),
});
type Body = z.infer<typeof protectionBody>;

/** `app_id: -1` says "any app", as leaving it out nearly does. */
function readRequired(check: z.infer<typeof required>): {
  readonly context: string;
  readonly appId: number | undefined;
} {
  const isAny = check.app_id === undefined || check.app_id === null || check.app_id === -1;
  return { context: check.context, appId: isAny ? undefined : Number(check.app_id) };
}

function readProtection(body: Body): BranchProtection {
  const status = body.required_status_checks;
  const checks = status?.checks ?? status?.contexts.map((context) => ({ context }));
  return {
    strict: status?.strict ?? false,
    checks: checks?.map(readRequired),
    enforceAdmins: body.enforce_admins ?? false,
    approvals: body.required_pull_request_reviews?.required_approving_review_count,
  };
}

function answerProtect(visit: RepositoryVisit<Body>): Reply {
  const name = param(visit, "branch");
  if (branchTip(visit.repository, name) === undefined) return refused(404, "Branch not found");
  const protection = readProtection(visit.body);
  visit.repository.protections.set(name, protection);
  return ok(presentProtection(visit, name, protection));
}

const protect = repositoryRoute({
  method: "PUT",
  path,
  app: ["administration:write"],
  user: "admin",
  body: protectionBody,
  answer: answerProtect,
});

const release = repositoryRoute({
  method: "DELETE",
  path,
  app: ["administration:write"],
  user: "admin",
  answer: (visit) =>
    visit.repository.protections.delete(param(visit, "branch")) ? noContent() : notFound(),
});

export const branchRoutes: readonly Route[] = [list, get, getProtection, protect, release];
