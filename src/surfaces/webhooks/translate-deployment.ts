import { z } from "zod";
import { repositoryId } from "../../core/kernel/ids.ts";
import type { Hint } from "../../flows/intake/hint.ts";
import { type Heard, id, inRepository, installationOf } from "./payload.ts";

export const deploymentSchema = inRepository.extend({
  deployment: z.object({
    performed_via_github_app: z.object({ id }).nullish(),
  }),
});

/** Our own deployments come back as events too, one for each stage, and ask for nothing. */
export function translateDeployment(
  payload: z.infer<typeof deploymentSchema>,
  { appId }: Heard,
): readonly Hint[] {
  if (payload.deployment.performed_via_github_app?.id === appId) return [];
  return [
    {
      kind: "deployed",
      repositoryId: repositoryId(payload.repository.id),
      installation: installationOf(payload),
    },
  ];
}

export const deploymentStatusSchema = inRepository.extend({
  deployment: z.object({
    payload: z.unknown().optional(),
    performed_via_github_app: z.object({ id }).nullish(),
  }),
  deployment_status: z.object({ performed_via_github_app: z.object({ id }).nullish() }),
});

const ofRollout = z.object({ rollout: z.string().min(1).max(256) });

/** Somebody else's word on a deployment of ours; our own words come back too and ask for nothing. */
export function translateDeploymentStatus(
  payload: z.infer<typeof deploymentStatusSchema>,
  { appId }: Heard,
): readonly Hint[] {
  const { deployment, deployment_status: status } = payload;
  if (deployment.performed_via_github_app?.id !== appId) return [];
  if (status.performed_via_github_app?.id === appId) return [];
  const named = ofRollout.safeParse(deployment.payload);
  if (!named.success) return [];
  return [
    {
      kind: "deployment-reported",
      repositoryId: repositoryId(payload.repository.id),
      installation: installationOf(payload),
      rollout: named.data.rollout,
    },
  ];
}
