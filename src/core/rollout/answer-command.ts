import type { ReasonCode } from "../gate/reason-code.ts";
import type { Sha } from "../kernel/ids.ts";
import { refused, type Result } from "../kernel/result.ts";
import type { Instant } from "../kernel/instant.ts";
import { type Command, isStageCommand } from "./command.ts";
import type { Rollout } from "./rollout.ts";
import { transition } from "./transition.ts";

export type Asking = {
  readonly command: Command;
  readonly login: string;
  readonly isBot: boolean;
  /** The head that the person saw. */
  readonly headSha: Sha;
};

export type Person = Pick<Asking, "login" | "isBot">;

export type Authority = {
  /** Logins that the charter lets command, as written. */
  readonly operators: readonly string[];
  /** The person's role on the repository, read when the command is answered, never remembered. */
  readonly role: "none" | "read" | "triage" | "write" | "maintain" | "admin";
};

const COMMANDING_ROLES: readonly Authority["role"][] = ["write", "maintain", "admin"];

/**
 * Whether somebody may give commands here at all. Both must hold: GitHub lets people with triage
 * set labels, and a charter may name somebody who has left.
 */
export function mayCommand(person: Asking | Person, authority: Authority): boolean {
  const named = authority.operators.some(
    (operator) => operator.toLowerCase() === person.login.toLowerCase(),
  );
  return named && !person.isBot && COMMANDING_ROLES.includes(authority.role);
}

/** What a command makes of a roll-out whose head is the one the person saw; else why not. */
export function answerStageCommand(
  rollout: Rollout | undefined,
  asking: Asking,
  now: Instant,
): Result<Rollout, ReasonCode> {
  const { command } = asking;
  if (rollout === undefined || !isStageCommand(command)) {
    return refused("command-out-of-order");
  }
  if (rollout.headSha !== asking.headSha) return refused("command-stale");
  return transition(rollout, { kind: "command", command }, now);
}
