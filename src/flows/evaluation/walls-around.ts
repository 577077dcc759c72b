import type { SystemRules } from "../../core/ir/charter.ts";
import {
  COMMAND_ISOLATION,
  demandedIsolation,
  type Isolation,
  ISOLATIONS,
  isIsolated,
  stricterOf,
} from "../../core/ir/isolation.ts";
import type { Mutation } from "../../core/ir/mutation.ts";
import { type CommandRules, runnerOf } from "../../core/ir/runner-rules.ts";
import type { Sandbox } from "../../ports/sandbox.ts";

/** Whether both versions can be run here at all, and with which walls around them. */
export type Walls =
  | { readonly kind: "standing"; readonly reached: Isolation }
  | { readonly kind: "lacking"; readonly demanded: Isolation; readonly reached: Isolation }
  /** No runner is known for them, or the program that the charter names is not installed. */
  | { readonly kind: "no-runner" }
  /** They are run on another machine: the charter's demands are of walls on this one. */
  | { readonly kind: "elsewhere" };

export type Walled = Pick<Mutation, "before" | "after" | "tier">;

/**
 * What the charter's stewards demand of the walls is theirs to lower, and nobody else's; a command
 * is never run without its own, whatever they say.
 */
export async function wallsAround(
  sandbox: Pick<Sandbox, "isolation" | "agents">,
  { before, after, tier }: Walled,
  rules: Partial<Pick<SystemRules, "isolation" | "runner">>,
): Promise<Walls> {
  const runner = runnerOf(rules, [before, after]);
  const demanded = demandedIsolation(rules.isolation, tier);
  if (runner === undefined) return { kind: "no-runner" };
  if (runner.kind === "actions") return { kind: "elsewhere" };
  if (runner.kind === "interpreter") return walls(sandbox.isolation, demanded);
  return wallsAroundCommand(sandbox, runner, stricterOf(COMMAND_ISOLATION, demanded));
}

async function wallsAroundCommand(
  { agents }: Pick<Sandbox, "agents">,
  { command }: CommandRules,
  demanded: Isolation,
): Promise<Walls> {
  const behind = await agents?.();
  if (behind === undefined) return walls(ISOLATIONS[0], demanded);
  return behind.finds(command[0] ?? "") ? walls(behind.isolation, demanded) : { kind: "no-runner" };
}

function walls(reached: Isolation, demanded: Isolation): Walls {
  return isIsolated(reached, demanded)
    ? { kind: "standing", reached }
    : { kind: "lacking", demanded, reached };
}
