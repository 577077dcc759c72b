import { presentAccount, type Json } from "../accounts/present-account.ts";
import { presentRepository } from "../repositories/present-repository.ts";
import { timestamp, timestampOrNull } from "../http/timestamp.ts";
import type { World } from "../world.ts";
import type { App, Installation, InstallationToken } from "./app.ts";

/** GitHub's `integration`. */
export function presentApp(world: World, app: App): Json {
  return {
    id: app.id,
    slug: app.slug,
    client_id: app.clientId,
    node_id: `A_${app.id}`,
    owner: presentAccount(world, app.owner),
    name: app.name,
    description: "",
    external_url: `${world.url}/apps/${app.slug}`,
    html_url: `${world.url}/apps/${app.slug}`,
    created_at: timestamp(app.createdAt),
    updated_at: timestamp(app.createdAt),
    permissions: app.permissions,
    events: app.events,
  };
}

export function presentInstallation(world: World, installation: Installation): Json {
  const api = `${world.url}/api/v3`;
  return {
    id: installation.id,
    account: presentAccount(world, installation.account),
    repository_selection: "selected",
    access_tokens_url: `${api}/app/installations/${installation.id}/access_tokens`,
    repositories_url: `${api}/installation/repositories`,
    html_url: `${world.url}/settings/installations/${installation.id}`,
    app_id: installation.app.id,
    client_id: installation.app.clientId,
    app_slug: installation.app.slug,
    target_id: installation.account.id,
    target_type: installation.account.type,
    permissions: installation.permissions,
    events: installation.events,
    created_at: timestamp(installation.createdAt),
    updated_at: timestamp(installation.createdAt),
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: installation.suspendedAt && presentAccount(world, installation.account),
    suspended_at: timestampOrNull(installation.suspendedAt),
    ...(installation.suspendedAt === undefined ? { suspended_by: null } : {}),
  };
}

export function presentInstallationToken(world: World, granted: InstallationToken): Json {
  const covered = [...(granted.repositoryIds ?? [])].flatMap((id) => {
    const repository = world.repositories.get(id);
    return repository === undefined ? [] : [presentRepository(world, repository)];
  });
  return {
    token: granted.token,
    expires_at: timestamp(granted.expiresAt),
    permissions: granted.permissions,
    repository_selection: "selected",
    ...(granted.repositoryIds === undefined ? {} : { repositories: covered }),
  };
}
