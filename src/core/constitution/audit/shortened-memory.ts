import type { Breach } from "../../gate/finding.ts";
import type { Mutation } from "../../ir/mutation.ts";
import type { ProposedChange } from "../../ir/proposed-change.ts";
import type { System } from "../../ir/system.ts";
import { isAtLeastAsLong } from "../../kernel/calendar-span.ts";
import { pointerOf } from "../../kernel/pointer.ts";
import { breachesOf, placeOfPointer } from "../breach.ts";

const breach = breachesOf("C4");

type Memory = System["memory"][string];

/** Logs removed, turned into something that forgets, kept for less time, or written by others. */
export function shortenedMemory({ mutation }: ProposedChange): readonly Breach[] {
  if (mutation === undefined) return [];
  return Object.entries(mutation.before.system.memory).flatMap(([name, before]) => {
    const after = mutation.after.system.memory[name];
    const problem = isLog(before, after) ? logLoss(before, after) : retentionLoss(before, after);
    return problem === undefined ? [] : [breachOf(mutation, name, problem)];
  });
}

function breachOf({ before, after }: Mutation, memory: string, problem: string): Breach {
  return breach("audit-weakened", placeOfPointer(after, pointerOf("memory", memory)), {
    problem,
    memory,
    before: before.system.memory[memory]?.retention ?? "",
    after: after.system.memory[memory]?.retention ?? "",
  });
}

function isLog(before: Memory, after: Memory | undefined): boolean {
  return before.kind === "log" || after?.kind === "log";
}

function logLoss(before: Memory, after: Memory | undefined): string | undefined {
  if (after === undefined) return "log-removed";
  if (before.kind === "log" && after.kind !== "log") return "log-replaced";
  if (before.kind === "log" && before.scope !== after.scope) return "log-moved";
  const written = before.writers.every((writer) => after.writers.includes(writer));
  const forged = after.writers.some((writer) => !before.writers.includes(writer));
  if (!written || forged) return "writers-changed";
  return retentionLoss(before, after);
}

/** A span that cannot be compared with the old one counts as shorter. */
function retentionLoss(before: Memory, after: Memory | undefined): string | undefined {
  if (after === undefined || before.retention === after.retention) return undefined;
  return isAtLeastAsLong(after.retention, before.retention) ? undefined : "retention-shortened";
}
