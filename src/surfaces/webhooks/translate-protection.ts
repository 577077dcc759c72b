import { z } from "zod";
import { repositoryId } from "../../core/kernel/ids.ts";
import type { Hint } from "../../flows/intake/hint.ts";
import { id, inRepository, installationOf } from "./payload.ts";

export const protectionSchema = inRepository.extend({
  action: z.string(),
  deployment_callback_url: z.string(),
  deployment: z.object({ id }).nullish(),
});

/** The run stands in the address to answer at, and nowhere else. */
const RUN = /\/actions\/runs\/([1-9]\d{0,14})\/deployment_protection_rule$/;

/** A job waits for our word on its environment. Which commit it is about is read from GitHub. */
export function translateProtection(payload: z.infer<typeof protectionSchema>): readonly Hint[] {
  const run = RUN.exec(payload.deployment_callback_url)?.[1];
  const { deployment, action } = payload;
  if (action !== "requested" || run === undefined || !deployment) return [];
  return [
    {
      kind: "protection-asked",
      repositoryId: repositoryId(payload.repository.id),
      installation: installationOf(payload),
      run: Number(run),
      deployment: deployment.id,
    },
  ];
}
