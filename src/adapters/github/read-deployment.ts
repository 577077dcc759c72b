import { z } from "zod";
import { sha } from "../../core/kernel/ids.ts";
import type { Repository } from "../../ports/forge.ts";
import { unlessMissing } from "./answer-status.ts";
import type { Connection } from "./connection.ts";

const deploymentSchema = z.object({ environment: z.string(), sha: z.string() });

/** What a deployment is of, as GitHub has it and not as a webhook says. */
export async function readDeployment(
  { octokit, name }: Connection,
  deployment: number,
): ReturnType<Repository["deploymentOf"]> {
  const asked = { ...name, deployment_id: deployment };
  const answer = await unlessMissing(octokit.rest.repos.getDeployment(asked));
  if (answer === undefined) return undefined;
  const found = deploymentSchema.parse(answer.data);
  return { environment: found.environment, sha: sha(found.sha) };
}
