import { z } from "zod";
import { latestRuns } from "../checks/required-checks.ts";
import { forgeSignature } from "../accounts/commit-identity.ts";
import { isAncestor } from "../git/history.ts";
import { mergeCommits, saveTreeCommit } from "../git/object-model.ts";
import { resolveRevision } from "../git/resolve-revision.ts";
import { announce } from "../hooks/announce.ts";
import { paginate } from "../http/paginate.ts";
import { created, noContent, notFound, ok, refused, type Reply } from "../http/reply.ts";
import { repositoryRoute } from "../http/repository-route.ts";
import { numberParam, type RepositoryVisit, type Route } from "../http/route.ts";
import { moveRef } from "../repositories/move-ref.ts";
import { branchTip } from "../repositories/repository.ts";
import { stateOf, type Deployment } from "./deployment.ts";
import { ensureEnvironment } from "./environment-routes.ts";
import { presentDeployment } from "./present-deployment.ts";

const body = z.object({
  ref: z.string().min(1),
  task: z.string().default("deploy"),
  auto_merge: z.boolean().default(true),
  required_contexts: z.array(z.string()).optional(),
  payload: z.union([z.record(z.string(), z.unknown()), z.string()]).default({}),
  environment: z.string().min(1).max(255).default("production"),
  description: z.string().max(140).nullish(),
  transient_environment: z.boolean().default(false),
  production_environment: z.boolean().optional(),
});
type Visit = RepositoryVisit<z.infer<typeof body>>;

/** `auto_merge` brings a branch up to date with the default branch, which is an answer of its own. */
function autoMerge(visit: Visit, sha: string): Reply | undefined {
  const { world, repository, author, body } = visit;
  const base = branchTip(repository, repository.defaultBranch);
  const isBranch = branchTip(repository, body.ref) !== undefined;
  if (!body.auto_merge || !isBranch || base === undefined) return undefined;
  if (isAncestor(repository.objects, base, sha)) return undefined;
  const merged = mergeCommits(repository.objects, sha, base);
  const { defaultBranch } = repository;
  if (merged.kind === "conflict") {
    return refused(409, `Conflict merging ${defaultBranch} into ${body.ref}.`);
  }
  const signature = forgeSignature(world.now());
  const commit = saveTreeCommit(repository.objects, merged.tree, {
    parents: [sha, base],
    author: signature,
    committer: signature,
    message: `Merge ${defaultBranch} into ${body.ref}`,
  });
  moveRef(visit, { author, ref: `refs/heads/${body.ref}`, to: commit });
  const message = `Auto-merged ${defaultBranch} into ${body.ref} on deployment.`;
  return { status: 202, body: { message } };
}

/** Without `required_contexts` every check on the commit must have succeeded. */
function refuseContexts(visit: Visit, sha: string): Reply | undefined {
  const { repository, body } = visit;
  const contexts = new Map<string, boolean>();
  for (const status of repository.statuses.filter((one) => one.sha === sha)) {
    contexts.set(status.context, status.state === "success");
  }
  for (const run of latestRuns(repository, sha)) {
    contexts.set(run.name, ["success", "neutral", "skipped"].includes(run.conclusion ?? ""));
  }
  const wanted = body.required_contexts ?? [...contexts.keys()];
  if (wanted.every((context) => contexts.get(context) === true)) return undefined;
  return {
    status: 409,
    body: {
      message: `Conflict: Commit status checks failed for ${body.ref}.`,
      errors: [...contexts].map(([context, isGood]) => ({
        contexts: [{ context, state: isGood ? "success" : "failure" }],
        resource: "Deployment",
        field: "required_contexts",
        code: "invalid",
      })),
    },
  };
}

function answerCreate(visit: Visit): Reply {
  const { world, repository, author, body } = visit;
  const sha = resolveRevision(repository, body.ref);
  if (sha === undefined) return refused(422, `No ref found for: ${body.ref}`);
  const early = autoMerge(visit, sha) ?? refuseContexts(visit, sha);
  if (early !== undefined) return early;
  const now = world.now();
  const deployment: Deployment = {
    id: world.nextId(),
    creator: author,
    sha,
    ref: body.ref,
    task: body.task,
    payload: body.payload,
    environment: body.environment,
    description: body.description ?? undefined,
    isTransient: body.transient_environment,
    isProduction: body.production_environment ?? body.environment === "production",
    createdAt: now,
    updatedAt: now,
    statuses: [],
  };
  repository.deployments.set(deployment.id, deployment);
  ensureEnvironment(visit, body.environment);
  const presented = presentDeployment(visit, deployment);
  const more = { deployment: presented, workflow: null, workflow_run: null };
  const sender = author.account;
  announce(visit, { event: "deployment", action: "created", sender, body: more });
  return created(presented);
}

const create = repositoryRoute({
  method: "POST",
  path: "/deployments",
  app: ["deployments:write"],
  user: "write",
  body,
  answer: answerCreate,
});

const list = repositoryRoute({
  method: "GET",
  path: "/deployments",
  app: ["deployments:read"],
  user: "read",
  answer: (visit) => {
    const { environment, ref, sha, task } = visit.query;
    const fits = (wanted: string | undefined, own: string): boolean =>
      wanted === undefined || wanted === "none" || wanted === own;
    const items = [...visit.repository.deployments.values()].filter(
      (one) =>
        fits(environment, one.environment) &&
        fits(ref, one.ref) &&
        fits(sha, one.sha) &&
        fits(task, one.task),
    );
    const present = (one: Deployment): unknown => presentDeployment(visit, one);
    return paginate(visit, { items: items.toReversed(), present });
  },
});

const get = repositoryRoute({
  method: "GET",
  path: "/deployments/{deployment_id}",
  app: ["deployments:read"],
  user: "read",
  answer: (visit) => {
    const found = visit.repository.deployments.get(numberParam(visit, "deployment_id"));
    return found === undefined ? notFound() : ok(presentDeployment(visit, found));
  },
});

/** An active deployment must be made inactive before it can go, unless it is the only one. */
const remove = repositoryRoute({
  method: "DELETE",
  path: "/deployments/{deployment_id}",
  app: ["deployments:write"],
  user: "write",
  answer: (visit) => {
    const { deployments } = visit.repository;
    const found = deployments.get(numberParam(visit, "deployment_id"));
    if (found === undefined) return notFound();
    if (stateOf(found) === "success" && deployments.size > 1) {
      return refused(
        422,
        "We cannot delete an active deployment unless it is the only deployment in a given environment.",
      );
    }
    deployments.delete(found.id);
    return noContent();
  },
});

export const deploymentRoutes: readonly Route[] = [create, list, get, remove];
