import { createPublicKey, generateKeyPairSync, randomBytes } from "node:crypto";
import { createAccount } from "../accounts/create-account.ts";
import { announceInstallation } from "../hooks/announce.ts";
import { fullNameOf, type Repository } from "../repositories/repository.ts";
import type { World } from "../world.ts";
import type { App, Installation, Permissions } from "./app.ts";
import { presentInstallation } from "./present-app.ts";

function generatePrivateKey(): string {
  const { privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs1", format: "pem" },
  });
  return privateKey;
}

/** Registers the app, as the form in a browser would. The private key is shown once, here. */
export function registerApp(
  world: World,
  registration: { readonly slug: string; readonly privateKey: string | undefined },
): { readonly app: App; readonly privateKey: string } {
  const { slug, privateKey = generatePrivateKey() } = registration;
  const app: App = {
    id: world.nextId(),
    slug,
    name: slug,
    clientId: `Iv23${randomBytes(8).toString("hex")}`,
    owner: createAccount(world, "app-owner", { type: "User" }),
    bot: createAccount(world, `${slug}[bot]`, { type: "Bot" }),
    publicKey: createPublicKey(privateKey).export({ type: "spki", format: "pem" }).toString(),
    webhookSecret: randomBytes(24).toString("hex"),
    createdAt: world.now(),
    hookId: world.nextId(),
    permissions: {},
    events: [],
    webhookUrl: undefined,
  };
  world.apps.set(app.id, app);
  return { app, privateKey };
}

export type InstallationDraft = {
  readonly app: App;
  readonly repository: Repository;
  readonly permissions: Permissions;
  readonly events: readonly string[];
  readonly webhookUrl: string | undefined;
};

function presentInstalled(repository: Repository): Readonly<Record<string, unknown>> {
  return {
    id: repository.id,
    node_id: `R_${repository.id}`,
    name: repository.name,
    full_name: fullNameOf(repository),
    private: repository.visibility !== "public",
  };
}

function announceAdded(world: World, installation: Installation, repository: Repository): void {
  announceInstallation(world, installation, {
    event: "installation_repositories",
    action: "added",
    sender: installation.account,
    body: {
      installation: presentInstallation(world, installation),
      repository_selection: "selected",
      repositories_added: [presentInstalled(repository)],
      repositories_removed: [],
      requester: null,
    },
  });
}

function announceInstalled(world: World, installation: Installation, repository: Repository): void {
  announceInstallation(world, installation, {
    event: "installation",
    action: "created",
    sender: installation.account,
    body: {
      installation: presentInstallation(world, installation),
      repositories: [presentInstalled(repository)],
      requester: null,
    },
  });
}

/** One installation per account: a second repository joins the one that is there. */
export function installApp(world: World, draft: InstallationDraft): Installation {
  const { app, repository, permissions, events } = draft;
  app.permissions = permissions;
  app.events = events;
  app.webhookUrl = draft.webhookUrl;
  const held = [...world.installations.values()].find(
    (one) => one.app === app && one.account === repository.owner,
  );
  if (held !== undefined) {
    held.repositoryIds.add(repository.id);
    held.permissions = permissions;
    held.events = events;
    announceAdded(world, held, repository);
    return held;
  }
  const installation: Installation = {
    id: world.nextId(),
    app,
    account: repository.owner,
    createdAt: world.now(),
    repositoryIds: new Set([repository.id]),
    permissions,
    events,
    suspendedAt: undefined,
  };
  world.installations.set(installation.id, installation);
  announceInstalled(world, installation, repository);
  return installation;
}
