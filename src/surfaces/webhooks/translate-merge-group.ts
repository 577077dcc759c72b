import { z } from "zod";
import { repositoryId } from "../../core/kernel/ids.ts";
import type { Hint } from "../../flows/intake/hint.ts";
import { inRepository, installationOf } from "./payload.ts";

export const mergeGroupSchema = inRepository.extend({ action: z.string() });

/** A group waits for its checks, or left the queue; which ones there are is read from GitHub. */
export function translateMergeGroup(payload: z.infer<typeof mergeGroupSchema>): readonly Hint[] {
  return [
    {
      kind: "queue-moved",
      repositoryId: repositoryId(payload.repository.id),
      installation: installationOf(payload),
    },
  ];
}
