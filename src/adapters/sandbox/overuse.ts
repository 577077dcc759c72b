import type { ProcessUsage } from "./process-usage.ts";

/** What a child may use before it is killed. */
export type Allowance = {
  /** The lesser of wall time and the child's own work, as its stopwatch has it. */
  readonly milliseconds: number;
  /**
   * Wall time, whatever it did: one that sleeps is no use either. What one without others waited for
   * a processor is the machine's fault and counts for nothing, up to `MOST_PATIENCE` times as much.
   */
  readonly patience: number;
  /** Resident bytes above those at the beginning. */
  readonly bytes: number;
  /**
   * Absent: it has none but its own, and works on its first thread. Where it may start others,
   * `bytes` are all that they hold, and what any of them works counts.
   */
  readonly processes?: number;
};

/** `output` is more than anybody listens to, which whoever reads its lines finds. */
export type Overuse = "deadline" | "memory" | "processes" | "output";

/** What the kernel said of a child when it was sent to work and now; nothing where it does not say. */
export type Watched = {
  readonly before: ProcessUsage | undefined;
  readonly now: ProcessUsage | undefined;
  /** Milliseconds between the two. */
  readonly wall: number;
};

/** A child that starts nothing stands two below its wrapping; what it starts itself counts as its own. */
const MOST_PROCESSES = 16;

/** After so many times its patience a child ends, however long it waited for a processor. */
const MOST_PATIENCE = 10;

/** What the child has to say by itself that it was interrupted. */
const GRACE_MS = 30;

/** How many processes there may be of a child; more than that need not be counted. */
export function mostProcesses({ processes = MOST_PROCESSES }: Allowance): number {
  return processes;
}

/** What a child used too much of. Neither a busy machine nor a runtime's own compiler is charged to it. */
export function overuseOf(allowed: Allowance, watched: Watched): Overuse | undefined {
  const use = useOf(allowed, watched);
  if (use !== undefined && use.grown > allowed.bytes) return "memory";
  if ((watched.now?.processes ?? 0) > mostProcesses(allowed)) return "processes";
  return isLate(allowed, watched.wall, use) ? "deadline" : undefined;
}

type Use = { readonly worked: number; readonly waited: number; readonly grown: number };

/** Nothing where the kernel does not say: wall time is all that is known then. */
function useOf({ processes }: Allowance, { before, now }: Watched): Use | undefined {
  if (before === undefined || now === undefined) return undefined;
  if (processes !== undefined) {
    const worked = now.milliseconds - before.milliseconds;
    return { worked, waited: 0, grown: now.residentBytes };
  }
  return {
    worked: now.firstThreads - before.firstThreads,
    waited: now.waited - before.waited,
    grown: now.residentBytes - before.residentBytes,
  };
}

function isLate({ milliseconds, patience }: Allowance, wall: number, use?: Use): boolean {
  const { worked, waited } = use ?? { worked: wall, waited: 0 };
  const isSpent = Math.min(wall, worked) > milliseconds + GRACE_MS;
  return isSpent || wall - waited > patience || wall > patience * MOST_PATIENCE;
}
