import { z } from "zod";
import {
  type InstallationId,
  installationId,
  type PullKey,
  pullNumber,
  type RepositoryId,
  repositoryId,
  type Sha,
  sha,
} from "../../core/kernel/ids.ts";
import { COMMAND_LABEL_PREFIX, COMMANDS, type Command } from "../../core/rollout/command.ts";

const id = z.number().int().positive();

/** What every event of a repository carries. A payload without it is of no use and no concern. */
const originSchema = z.object({
  repository: z.object({ id }),
  installation: z.object({ id }),
  sender: z.object({ id, login: z.string(), type: z.string() }),
});

export type Origin = {
  readonly repositoryId: RepositoryId;
  readonly installation: InstallationId;
  readonly actor: { readonly id: number; readonly login: string; readonly isBot: boolean };
};

export function originOf(payload: unknown): Origin | undefined {
  const parsed = originSchema.safeParse(payload);
  if (!parsed.success) return undefined;
  const { repository, installation, sender } = parsed.data;
  return {
    repositoryId: repositoryId(repository.id),
    installation: installationId(installation.id),
    actor: { id: sender.id, login: sender.login, isBot: sender.type !== "User" },
  };
}

export function keyOf(origin: Origin, pull: number): PullKey {
  return { repositoryId: origin.repositoryId, pull: pullNumber(pull) };
}

export function headOf(text: string): Sha {
  return sha(text);
}

/** The command that a word names, if any; people's other labels and words are theirs. */
export function commandNamed(word: string): Command | undefined {
  return COMMANDS.find((command) => command === word);
}

export function commandOfLabel(label: string): Command | undefined {
  return label.startsWith(COMMAND_LABEL_PREFIX)
    ? commandNamed(label.slice(COMMAND_LABEL_PREFIX.length))
    : undefined;
}
