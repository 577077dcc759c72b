import { presentAccount, type Json } from "../accounts/present-account.ts";
import type { Account } from "../accounts/account.ts";
import type { App, Installation } from "../apps/app.ts";
import { grants } from "../apps/app.ts";
import type { Place } from "../git/present-git.ts";
import { presentRepository } from "../repositories/present-repository.ts";
import type { World } from "../world.ts";

export type Announcement = {
  readonly event: string;
  readonly action?: string;
  readonly sender: Account;
  readonly body: Json;
  /** Some check events go to the app that owns the check and to nobody else. */
  readonly only?: App;
};

function presentInstallationReference(installation: Installation): Json {
  const node = Buffer.from(`Installation${installation.id}`).toString("base64");
  return { id: installation.id, node_id: node };
}

function isWanted(installation: Installation, told: Announcement): boolean {
  if (told.only !== undefined && told.only !== installation.app) return false;
  if (installation.suspendedAt !== undefined) return false;
  if (told.event === "check_suite" && told.action === "requested") {
    return grants(installation.permissions, "checks:write");
  }
  return installation.events.includes(told.event);
}

/** Tells every installation on this repository that subscribes to the event. */
export function announce(place: Place, told: Announcement): void {
  const { world, repository } = place;
  for (const installation of world.installations.values()) {
    if (!installation.repositoryIds.has(repository.id) || !isWanted(installation, told)) continue;
    world.deliveries.send({
      app: installation.app,
      event: told.event,
      action: told.action,
      installationId: installation.id,
      repositoryId: repository.id,
      payload: {
        ...(told.action === undefined ? {} : { action: told.action }),
        ...told.body,
        repository: presentRepository(world, repository),
        sender: presentAccount(world, told.sender),
        installation: presentInstallationReference(installation),
      },
    });
  }
}

/** `installation` and `installation_repositories`: every app gets them without subscribing. */
export function announceInstallation(
  world: World,
  installation: Installation,
  told: Omit<Announcement, "only">,
): void {
  world.deliveries.send({
    app: installation.app,
    event: told.event,
    action: told.action,
    installationId: installation.id,
    repositoryId: undefined,
    payload: {
      ...(told.action === undefined ? {} : { action: told.action }),
      ...told.body,
      sender: presentAccount(world, told.sender),
    },
  });
}
