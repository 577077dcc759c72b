import { z } from "zod";
import type { Repository } from "../../ports/forge.ts";
import { unlessMissing } from "./answer-status.ts";
import type { Connection } from "./connection.ts";

const statusSchema = z.object({
  state: z.enum(["queued", "in_progress", "pending", "success", "failure", "error", "inactive"]),
  creator: z.object({ login: z.string() }).nullish(),
});

/** GitHub lists the newest first. A status whose account is gone was nobody's that still counts. */
export async function readDeploymentReports(
  { octokit, name }: Connection,
  deployment: string,
): ReturnType<Repository["deploymentReports"]> {
  const asked = { ...name, deployment_id: Number(deployment), per_page: 100 };
  const listed = octokit.paginate(octokit.rest.repos.listDeploymentStatuses, asked);
  // Where somebody deleted the deployment, nobody says anything of it any more.
  const rows = z.array(statusSchema).parse((await unlessMissing(listed)) ?? []);
  return rows.map(({ state, creator }) => ({ state, creator: creator?.login ?? "" }));
}
