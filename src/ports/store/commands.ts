import type { Command } from "../../core/rollout/command.ts";
import type { PullKey, Sha } from "../../core/kernel/ids.ts";
import type { Instant } from "../../core/kernel/instant.ts";

/** What somebody asked for, as it arrived. Unique per delivery, so a replay asks for nothing new. */
export type CommandRequest = {
  readonly guid: string;
  readonly key: PullKey;
  readonly command: Command;
  readonly actor: { readonly id: number; readonly login: string; readonly isBot: boolean };
  /** The head the person saw; the command is refused when it has moved. */
  readonly headSha: Sha;
  readonly via: "label" | "comment" | "button";
  readonly at: Instant;
};

export type Commands = {
  request(request: CommandRequest): Promise<"requested" | "replayed">;
  /** Requests not yet answered, oldest first. */
  waiting(key: PullKey): Promise<readonly CommandRequest[]>;
  answer(guid: string, answer: string): Promise<void>;
};
