import { z } from "zod";
import { announce } from "../hooks/announce.ts";
import { paginate } from "../http/paginate.ts";
import { created, notFound, ok, type Reply } from "../http/reply.ts";
import { repositoryRoute } from "../http/repository-route.ts";
import { numberParam, type RepositoryVisit, type Route } from "../http/route.ts";
import { stateOf, type Deployment, type DeploymentStatus } from "./deployment.ts";
import { presentDeployment, presentDeploymentStatus } from "./present-deployment.ts";

const body = z.object({
  state: z.enum(["error", "failure", "inactive", "in_progress", "queued", "pending", "success"]),
  target_url: z.string().optional(),
  log_url: z.string().optional(),
  description: z.string().max(140).default(""),
  environment: z.string().optional(),
  environment_url: z.string().default(""),
  auto_inactive: z.boolean().default(true),
});
type Body = z.infer<typeof body>;

function onDeployment<B>(
  answer: (visit: RepositoryVisit<B>, deployment: Deployment) => Reply,
): (visit: RepositoryVisit<B>) => Reply {
  return (visit) => {
    const found = visit.repository.deployments.get(numberParam(visit, "deployment_id"));
    return found === undefined ? notFound() : answer(visit, found);
  };
}

function addStatus(
  visit: RepositoryVisit,
  deployment: Deployment,
  status: Omit<DeploymentStatus, "id" | "creator" | "createdAt">,
): DeploymentStatus {
  const now = visit.world.now();
  const made = { ...status, id: visit.world.nextId(), creator: visit.author, createdAt: now };
  deployment.statuses.push(made);
  deployment.updatedAt = now;
  announce(visit, {
    event: "deployment_status",
    action: "created",
    sender: visit.author.account,
    body: {
      deployment_status: presentDeploymentStatus(visit, deployment, made),
      deployment: presentDeployment(visit, deployment),
      check_run: null,
      workflow: null,
      workflow_run: null,
    },
  });
  return made;
}

/** A success retires earlier successes of the environment, but never transient or production ones. */
function retireEarlier(visit: RepositoryVisit, deployment: Deployment): void {
  for (const earlier of visit.repository.deployments.values()) {
    const isPrior = earlier.id < deployment.id && earlier.environment === deployment.environment;
    if (!isPrior || earlier.isTransient || earlier.isProduction) continue;
    if (stateOf(earlier) !== "success") continue;
    const { environment } = earlier;
    const text = { description: "", environmentUrl: "", logUrl: "" };
    addStatus(visit, earlier, { state: "inactive", environment, ...text });
  }
}

const path = "/deployments/{deployment_id}/statuses";

const create = repositoryRoute({
  method: "POST",
  path,
  app: ["deployments:write"],
  user: "write",
  body,
  answer: onDeployment<Body>((visit, deployment) => {
    const { body } = visit;
    const status = addStatus(visit, deployment, {
      state: body.state,
      description: body.description,
      environment: body.environment ?? deployment.environment,
      environmentUrl: body.environment_url,
      logUrl: body.log_url ?? body.target_url ?? "",
    });
    if (body.state === "success" && body.auto_inactive) retireEarlier(visit, deployment);
    return created(presentDeploymentStatus(visit, deployment, status));
  }),
});

const list = repositoryRoute({
  method: "GET",
  path,
  app: ["deployments:read"],
  user: "read",
  answer: onDeployment((visit, deployment) =>
    paginate(visit, {
      items: deployment.statuses.toReversed(),
      present: (status) => presentDeploymentStatus(visit, deployment, status),
    }),
  ),
});

const get = repositoryRoute({
  method: "GET",
  path: `${path}/{status_id}`,
  app: ["deployments:read"],
  user: "read",
  answer: onDeployment((visit, deployment) => {
    const id = numberParam(visit, "status_id");
    const found = deployment.statuses.find((status) => status.id === id);
    return found === undefined ? notFound() : ok(presentDeploymentStatus(visit, deployment, found));
  }),
});

export const deploymentStatusRoutes: readonly Route[] = [create, list, get];
