import { z } from "zod";
import { repositoryId } from "../../core/kernel/ids.ts";
import type { Hint } from "../../flows/intake/hint.ts";
import { id, inRepository, installationOf } from "./payload.ts";

export const pushSchema = inRepository.extend({
  ref: z.string(),
  repository: z.object({ id, default_branch: z.string() }),
});

/** The default branch carries charters, suites and baselines of everything that is open. */
export function translatePush(payload: z.infer<typeof pushSchema>): readonly Hint[] {
  const branch = payload.repository.default_branch;
  if (payload.ref !== `refs/heads/${branch}`) return [];
  return [
    {
      kind: "base-moved",
      repositoryId: repositoryId(payload.repository.id),
      installation: installationOf(payload),
    },
  ];
}
