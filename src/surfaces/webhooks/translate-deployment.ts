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
