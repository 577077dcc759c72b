import { z } from "zod";
import type { Json } from "../accounts/present-account.ts";
import { requirementsOf } from "../checks/required-checks.ts";
import type { Place } from "../git/present-git.ts";
import { timestamp } from "../http/timestamp.ts";
import { paginate } from "../http/paginate.ts";
import { created, noContent, notFound, ok } from "../http/reply.ts";
import { repositoryRoute } from "../http/repository-route.ts";
import { numberParam, param, type Route } from "../http/route.ts";
import { apiUrl } from "./present-repository.ts";
import { fullNameOf, type RequiredCheck, type Ruleset } from "./repository.ts";

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

function presentRuleset(place: Place, ruleset: Ruleset): Json {
  const { world, repository } = place;
  return {
    target: "branch",
    bypass_actors: [],
    ...ruleset.source,
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

const remove = repositoryRoute({
  method: "DELETE",
  path,
  app: ["administration:write"],
  user: "admin",
  answer: (visit) =>
    visit.repository.rulesets.delete(numberParam(visit, "ruleset_id")) ? noContent() : notFound(),
});

/** The rules that hold on one branch, wherever they come from. */
const ofBranch = repositoryRoute({
  method: "GET",
  path: "/rules/branches/{branch}",
  app: ["metadata:read"],
  user: "read",
  answer: (visit) =>
    paginate(visit, {
      items: requirementsOf(visit.repository, param(visit, "branch")),
      present: (requirement) => ({
        type: "required_status_checks",
        ruleset_source_type: "Repository",
        ruleset_source: fullNameOf(visit.repository),
        ruleset_id: 0,
        parameters: {
          strict_required_status_checks_policy: requirement.strict,
          required_status_checks: requirement.checks.map((check) => ({
            context: check.context,
            ...(check.appId === undefined ? {} : { integration_id: check.appId }),
          })),
        },
      }),
    }),
});

export const rulesetRoutes: readonly Route[] = [list, create, get, remove, ofBranch];
