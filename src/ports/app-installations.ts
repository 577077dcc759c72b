import type { InstallationId, RepositoryId } from "../core/kernel/ids.ts";

export type AppInstallation = {
  readonly installation: InstallationId;
  readonly repositories: readonly RepositoryId[];
};

/** Where the app is installed, as GitHub says now: webhooks that told so may have been lost. */
export type AppInstallations = { all(): Promise<readonly AppInstallation[]> };
