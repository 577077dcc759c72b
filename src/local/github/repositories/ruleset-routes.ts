import { z } from "zod";
import { grants } from "../apps/app.ts";
import type { Json } from "../accounts/present-account.ts";
import { activeRulesets } from "../checks/required-checks.ts";
import { timestamp } from "../http/timestamp.ts";
import { paginate } from "../http/paginate.ts";
import { created, noContent, notFound, ok } from "../http/reply.ts";
import { repositoryRoute } from "../http/repository-route.ts";
import { numberParam, param, refuseBody, type RepositoryVisit, type Route } from "../http/route.ts";
import { apiUrl } from "./present-repository.ts";
import {
  fullNameOf,
  roleOf,
  type Repository,
  type RequiredCheck,
  type Ruleset,
} from "./repository.ts";

const rule = z.looseObject({ type: z.string() });
const checksRule = z.object({
  parameters: z.object({
    strict_required_status_checks_policy: z.boolean().default(false),
    required_status_checks: z.array(
      z.object({ context: z.string(), integration_id: z.number().nullish() }),
    ),
  }),
});

const body = z.looseObject({
  name: z.string(),
  enforcement: z.enum(["active", "disabled", "evaluate"]),
  rules: z.array(rule).default([]),
  conditions: z
    .object({ ref_name: z.object({ include: z.array(z.string()), exclude: z.array(z.string()) }) })
    .optional(),
});

/** Only whoever may change a ruleset is told who may bypass it. */
function presentRuleset(visit: RepositoryVisit, ruleset: Ruleset): Json {
  const { world, repository, actor } = visit;
  const { bypass_actors, ...seen } = ruleset.source;
  const mayChange =
    actor.kind === "installation"
      ? grants(actor.grant.permissions, "administration:write")
      : actor.kind === "user" && roleOf(repository, actor.account) === "admin";
  return {
    target: "branch",
    ...seen,
    ...(mayChange ? { bypass_actors: bypass_actors ?? [] } : {}),
    current_user_can_bypass: "never",
    id: ruleset.id,
    name: ruleset.name,
    enforcement: ruleset.enforcement,
    source_type: "Repository",
    source: fullNameOf(repository),
    node_id: `RRS_${ruleset.id}`,
    _links: { self: { href: `${apiUrl(world, repository)}/rulesets/${ruleset.id}` } },
    created_at: timestamp(ruleset.createdAt),
    updated_at: timestamp(ruleset.createdAt),
  };
}

function readRuleset(id: number, createdAt: Date, source: z.infer<typeof body>): Ruleset {
  const found = source.rules.find((one) => one.type === "required_status_checks");
  const parsed = checksRule.safeParse(found);
  const parameters = parsed.success ? parsed.data.parameters : undefined;
  const checks = (parameters?.required_status_checks ?? []).map((check): RequiredCheck => ({
    context: check.context,
    appId: check.integration_id ?? undefined,
  }));
  return {
    id,
    createdAt,
    name: source.name,
    enforcement: source.enforcement,
    include: source.conditions?.ref_name.include ?? [],
    strict: parameters?.strict_required_status_checks_policy ?? false,
    checks,
    hasQueue: source.rules.some((one) => one.type === "merge_queue"),
    source,
  };
}

const list = repositoryRoute({
  method: "GET",
  path: "/rulesets",
  app: ["metadata:read"],
  user: "read",
  answer: (visit) =>
    paginate(visit, {
      items: [...visit.repository.rulesets.values()],
      present: (ruleset) => presentRuleset(visit, ruleset),
    }),
});

const create = repositoryRoute({
  method: "POST",
  path: "/rulesets",
  app: ["administration:write"],
  user: "admin",
  body,
  answer: (visit) => {
    const { world, repository } = visit;
    const ruleset = readRuleset(world.nextId(), world.now(), visit.body);
    repository.rulesets.set(ruleset.id, ruleset);
    return created(presentRuleset(visit, ruleset));
  },
});

const path = "/rulesets/{ruleset_id}";

const get = repositoryRoute({
  method: "GET",
  path,
  app: ["metadata:read"],
  user: "read",
  answer: (visit) => {
    const found = visit.repository.rulesets.get(numberParam(visit, "ruleset_id"));
    return found === undefined ? notFound() : ok(presentRuleset(visit, found));
  },
});

/** What the body leaves out stays as it was. */
const update = repositoryRoute({
  method: "PUT",
  path,
  app: ["administration:write"],
  user: "admin",
  body: z.looseObject({}),
  answer: (visit) => {
    const { rulesets } = visit.repository;
    const found = rulesets.get(numberParam(visit, "ruleset_id"));
    if (found === undefined) return notFound();
    const source = body.safeParse({ ...found.source, ...visit.body });
    if (!source.success) return refuseBody(source.error);
    const ruleset = readRuleset(found.id, found.createdAt, source.data);
    rulesets.set(ruleset.id, ruleset);
    return ok(presentRuleset(visit, ruleset));
  },
});

const remove = repositoryRoute({
  method: "DELETE",
  path,
  app: ["administration:write"],
  user: "admin",
  answer: (visit) =>
    visit.repository.rulesets.delete(numberParam(visit, "ruleset_id")) ? noContent() : notFound(),
});

/** The rules that rulesets put on one branch. Branch protection is not among them on GitHub either. */
const ofBranch = repositoryRoute({
  method: "GET",
  path: "/rules/branches/{branch}",
  app: ["metadata:read"],
  user: "read",
  answer: (visit) =>
    paginate(visit, {
      items: activeRulesets(visit.repository, param(visit, "branch")).flatMap((ruleset) => [
        presentChecksRule(visit.repository, ruleset),
        ...(ruleset.hasQueue ? [presentQueueRule(visit.repository, ruleset)] : []),
      ]),
      present: (rule) => rule,
    }),
});

function presentRule(repository: Repository, ruleset: Ruleset): Json {
  return {
    ruleset_source_type: "Repository",
    ruleset_source: fullNameOf(repository),
    ruleset_id: ruleset.id,
  };
}

function presentChecksRule(repository: Repository, ruleset: Ruleset): Json {
  return {
    type: "required_status_checks",
    ...presentRule(repository, ruleset),
    parameters: {
      strict_required_status_checks_policy: ruleset.strict,
      required_status_checks: ruleset.checks.map((check) => ({
        context: check.context,
        ...(check.appId === undefined ? {} : { integration_id: check.appId }),
      })),
    },
  };
}

function presentQueueRule(repository: Repository, ruleset: Ruleset): Json {
  return {
    type: "merge_queue",
    ...presentRule(repository, ruleset),
    parameters: {
      check_response_timeout_minutes: 60,
      grouping_strategy: "ALLGREEN",
      max_entries_to_build: 5,
      max_entries_to_merge: 1,
      merge_method: "MERGE",
      min_entries_to_merge: 1,
      min_entries_to_merge_wait_minutes: 0,
    },
  };
}

export const rulesetRoutes: readonly Route[] = [list, create, get, update, remove, ofBranch];
