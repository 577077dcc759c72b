import { z } from "zod";
import { installationId, repositoryId } from "../../core/kernel/ids.ts";
import type { Hint } from "../../flows/intake/hint.ts";
import { id } from "./payload.ts";

const repositories = z.array(z.object({ id })).default([]);

export const installationSchema = z.object({
  action: z.string(),
  installation: z.object({ id }),
  repositories,
  repositories_added: repositories,
});

/** A suspended installation keeps everything; only an uninstalled one is forgotten. */
export function translateInstallation(
  payload: z.infer<typeof installationSchema>,
): readonly Hint[] {
  const installation = installationId(payload.installation.id);
  if (payload.action === "deleted") return [{ kind: "uninstalled", installation }];
  if (payload.action === "suspend" || payload.action === "removed") return [];
  const named = [...payload.repositories, ...payload.repositories_added];
  return [
    {
      kind: "installed",
      installation,
      repositories: named.map((repository) => repositoryId(repository.id)),
    },
  ];
}
