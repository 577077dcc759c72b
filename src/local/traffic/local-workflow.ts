import { z } from "zod";
import { gitHubUser } from "../demo/github-user.ts";
import type { LocalGitHub } from "../github/server.ts";

const created = z.object({
  deployment: z.object({ id: z.number(), environment: z.string(), payload: z.unknown() }),
  repository: z.object({ name: z.string(), owner: z.object({ login: z.string() }) }),
});

export type Delivering = {
  /** Who the job is to GitHub. */
  readonly login: string;
  /** How a deployment goes; nothing is reported where it answers nothing. */
  deliver(asked: {
    readonly environment: string;
    readonly payload: unknown;
  }): "success" | "failure" | undefined;
};

/**
 * A team's workflow on the `deployment` event of a local GitHub: it deploys by what the payload says
 * and reports a status on that deployment, over HTTP, as a job does. Returns how to stop.
 */
export function startLocalWorkflow(github: LocalGitHub, delivering: Delivering): () => void {
  const token = github.tokenFor(delivering.login);
  const job = gitHubUser({ api: `${github.url}/api/v3`, login: delivering.login, token });
  return github.deliveries.onDelivery(({ event, payload }) => {
    if (event !== "deployment") return;
    const { deployment, repository } = created.parse(payload);
    const state = delivering.deliver(deployment);
    if (state === undefined) return;
    void job.octokit.rest.repos.createDeploymentStatus({
      owner: repository.owner.login,
      repo: repository.name,
      deployment_id: deployment.id,
      state,
    });
  });
}
