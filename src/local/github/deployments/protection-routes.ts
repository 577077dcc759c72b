import { z } from "zod";
import { announce } from "../hooks/announce.ts";
import { noContent } from "../http/reply.ts";
import { repositoryRoute } from "../http/repository-route.ts";
import type { Route } from "../http/route.ts";
import { apiUrl } from "../repositories/present-repository.ts";
import { repositoryOf, type World } from "../world.ts";
import { presentDeployment } from "./present-deployment.ts";

/** Lets nothing run: whoever plays the runner reads the answer in the exchange. */
const answer = repositoryRoute({
  method: "POST",
  path: "/actions/runs/{run_id}/deployment_protection_rule",
  app: ["deployments:write"],
  user: "write",
  body: z.object({
    environment_name: z.string().min(1),
    state: z.enum(["approved", "rejected"]).optional(),
    comment: z.string().optional(),
  }),
  answer: () => noContent(),
});

export const protectionRoutes: readonly Route[] = [answer];

/** What GitHub does when a job reaches an environment that the app guards: asks, and waits. */
export function askProtection(
  world: World,
  asked: { readonly repository: string; readonly deployment: number },
): number {
  const repository = repositoryOf(world, asked.repository);
  const deployment = repository.deployments.get(asked.deployment);
  if (deployment === undefined) throw new Error(`no deployment ${asked.deployment}`);
  const run = world.nextId();
  const place = { world, repository };
  const callback = `${apiUrl(world, repository)}/actions/runs/${run}/deployment_protection_rule`;
  announce(place, {
    event: "deployment_protection_rule",
    action: "requested",
    sender: deployment.creator.account,
    body: {
      environment: deployment.environment,
      event: "deployment",
      deployment_callback_url: callback,
      deployment: presentDeployment(place, deployment),
      pull_requests: [],
    },
  });
  return run;
}
