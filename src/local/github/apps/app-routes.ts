import { randomBytes } from "node:crypto";
import { z } from "zod";
import { paginate } from "../http/paginate.ts";
import { created, notFound, ok, refused, type Reply } from "../http/reply.ts";
import { numberParam, param, refuseBody, type Route, type Visit } from "../http/route.ts";
import { presentRepository } from "../repositories/present-repository.ts";
import { findRepository, installationOf, type World } from "../world.ts";
import { grants, type App, type Installation, type InstallationToken } from "./app.ts";
import { presentApp, presentInstallation, presentInstallationToken } from "./present-app.ts";

/** A route for the app itself, known by its JSON web token. */
export function appRoute(spec: {
  readonly method: string;
  readonly path: string;
  readonly answer: (visit: Visit, app: App) => Reply;
}): Route {
  return {
    method: spec.method,
    path: spec.path,
    answer: (visit) =>
      visit.actor.kind === "app"
        ? spec.answer(visit, visit.actor.app)
        : refused(401, "A JSON web token could not be decoded"),
  };
}

function installationsOf(world: World, app: App): readonly Installation[] {
  return [...world.installations.values()].filter((held) => held.app === app);
}

const tokenBody = z.object({
  repositories: z.array(z.string()).optional(),
  repository_ids: z.array(z.number()).optional(),
  permissions: z.record(z.string(), z.string()).optional(),
});
type TokenBody = z.infer<typeof tokenBody>;

function idsOf(
  world: World,
  installation: Installation,
  body: TokenBody,
): readonly number[] | undefined {
  const names = body.repositories?.map(
    (name) => findRepository(world, installation.account.login, name)?.id ?? -1,
  );
  return body.repository_ids ?? names;
}

function grantToken(world: World, installation: Installation, body: TokenBody): Reply {
  const wanted = body.permissions ?? installation.permissions;
  const excess = Object.entries(wanted).some(
    ([name, access]) => !grants(installation.permissions, `${name}:${access}`),
  );
  if (excess)
    return refused(422, "The permissions requested are not granted to this installation.");
  const ids = idsOf(world, installation, body);
  if (ids?.some((id) => !installation.repositoryIds.has(id)) === true) {
    return refused(
      422,
      "There is at least one repository that does not exist or is not accessible to the parent installation.",
    );
  }
  const token: InstallationToken = {
    token: `ghs_${randomBytes(18).toString("hex")}`,
    installation,
    permissions: { metadata: "read", ...wanted },
    repositoryIds: ids === undefined ? undefined : new Set(ids),
    expiresAt: new Date(world.now().getTime() + 3_600_000),
  };
  world.installationTokens.set(token.token, token);
  return created(presentInstallationToken(world, token));
}

const createToken = appRoute({
  method: "POST",
  path: "/app/installations/{installation_id}/access_tokens",
  answer: (visit, app) => {
    const installation = visit.world.installations.get(numberParam(visit, "installation_id"));
    if (installation === undefined || installation.app !== app) return notFound();
    if (installation.suspendedAt !== undefined) {
      return refused(403, "This installation has been suspended");
    }
    const parsed = tokenBody.safeParse(visit.body ?? {});
    return parsed.success
      ? grantToken(visit.world, installation, parsed.data)
      : refuseBody(parsed.error);
  },
});

const own = appRoute({
  method: "GET",
  path: "/app",
  answer: ({ world }, app) => {
    const count = installationsOf(world, app).length;
    return ok({ ...presentApp(world, app), installations_count: count });
  },
});

const list = appRoute({
  method: "GET",
  path: "/app/installations",
  answer: (visit, app) =>
    paginate(visit, {
      items: installationsOf(visit.world, app),
      present: (installation) => presentInstallation(visit.world, installation),
    }),
});

const get = appRoute({
  method: "GET",
  path: "/app/installations/{installation_id}",
  answer: (visit, app) => {
    const found = visit.world.installations.get(numberParam(visit, "installation_id"));
    return found?.app === app ? ok(presentInstallation(visit.world, found)) : notFound();
  },
});

const ofRepository = appRoute({
  method: "GET",
  path: "/repos/{owner}/{repo}/installation",
  answer: (visit, app) => {
    const repository = findRepository(visit.world, param(visit, "owner"), param(visit, "repo"));
    const found = repository && installationOf(visit.world, repository.id);
    return found?.app === app ? ok(presentInstallation(visit.world, found)) : notFound();
  },
});

const accessible: Route = {
  method: "GET",
  path: "/installation/repositories",
  answer: (visit) => {
    if (visit.actor.kind !== "installation") {
      return refused(
        403,
        "You must authenticate with an installation access token in order to list repositories for an installation.",
      );
    }
    const { grant } = visit.actor;
    const ids = grant.repositoryIds ?? grant.installation.repositoryIds;
    return paginate(visit, {
      items: [...visit.world.repositories.values()].filter((one) => ids.has(one.id)),
      present: (repository) => presentRepository(visit.world, repository),
      wrap: (repositories, total) => ({
        total_count: total,
        repository_selection: "selected",
        repositories,
      }),
    });
  },
};

export const appRoutes: readonly Route[] = [own, list, get, createToken, ofRepository, accessible];
