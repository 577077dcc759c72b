import { z } from "zod";
import {
  type InstallationId,
  type PullKey,
  installationId,
  pullNumber,
  repositoryId,
} from "../../core/kernel/ids.ts";
import { COMMANDS, type Command } from "../../core/rollout/command.ts";
import type { Instant } from "../../core/kernel/instant.ts";
import type { Hint } from "../../flows/intake/hint.ts";

export const id = z.int().positive();

export const sender = z.object({ id, login: z.string().min(1), type: z.string() });

/** What every event of a repository carries. */
export const inRepository = z.object({
  installation: z.object({ id }),
  repository: z.object({ id }),
});

/** Where and when a payload was heard; `appId` tells our own checks from those of others. */
export type Heard = { readonly guid: string; readonly at: Instant; readonly appId: number };

export type Placed = z.infer<typeof inRepository>;

export function keyOf(payload: Placed, number: number): PullKey {
  return { repositoryId: repositoryId(payload.repository.id), pull: pullNumber(number) };
}

export function installationOf(payload: Placed): InstallationId {
  return installationId(payload.installation.id);
}

export function look(payload: Placed, number: number): Hint {
  return { kind: "look", key: keyOf(payload, number), installation: installationOf(payload) };
}

export function commandNamed(name: string): Command | undefined {
  return COMMANDS.find((command) => command === name);
}

export function actorOf(account: z.infer<typeof sender>) {
  return { id: account.id, login: account.login, isBot: account.type !== "User" };
}
