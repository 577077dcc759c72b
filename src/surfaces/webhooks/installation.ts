import type { EmitterWebhookEvent } from "@octokit/webhooks";
import { installationId, repositoryId } from "../../core/kernel/ids.ts";
import type { Hint } from "../../flows/hint.ts";

type Payload = EmitterWebhookEvent<"installation" | "installation_repositories">["payload"];

/** Where the app may work. A suspended installation is kept: it may come back as it was. */
export function translateInstallation(payload: Payload): Hint | undefined {
  const installation = installationId(payload.installation.id);
  switch (payload.action) {
    case "deleted":
      return { kind: "uninstalled", installation };
    case "created":
      return installed(installation, payload.repositories ?? []);
    case "added":
      return installed(installation, payload.repositories_added);
    default:
      return undefined;
  }
}

function installed(
  installation: ReturnType<typeof installationId>,
  repositories: readonly { readonly id: number }[],
): Hint {
  return {
    kind: "installed",
    installation,
    repositories: repositories.map(({ id }) => repositoryId(id)),
  };
}
