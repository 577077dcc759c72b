import type { Gauge, ProcessUsage } from "./process-usage.ts";

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

/** Often enough that a child is gone before 150 ms of overtime; each look costs some 0.1 ms. */
const LOOK_MS = 20;

/** A child that starts nothing stands two below its wrapping; what it starts itself counts as its own. */
const MOST_PROCESSES = 16;

/** After so many times its patience a child ends, however long it waited for a processor. */
const MOST_PATIENCE = 10;

/** What the child has to say by itself that it was interrupted. */
const GRACE_MS = 30;

/**
 * Looks at a child while it works, and says once what it used too much of. The engine interrupts
 * code between its own instructions only: one call of a built-in function can last for minutes.
 */
export function watchChild(
  gauge: Gauge,
  allowed: Allowance,
  onOveruse: (what: Overuse) => void,
): () => void {
  const most = allowed.processes ?? MOST_PROCESSES;
  const begun = performance.now();
  const before = gauge.lately(most);
  let isWatched = true;
  // An answer that lies in the pipe already is heard before this: the host may be late, and not the child.
  const endLate = (): void =>
    void setImmediate(() => {
      if (isWatched) onOveruse("deadline");
    });
  const look = (): void => {
    const now = gauge.now(most);
    const wall = performance.now() - begun;
    const use = useSince(allowed, before, now);
    if (use !== undefined && use.grown > allowed.bytes) onOveruse("memory");
    else if (now !== undefined && now.processes > most) onOveruse("processes");
    else if (isLate(allowed, wall, use)) endLate();
  };
  const timer = setInterval(look, LOOK_MS);
  return () => {
    isWatched = false;
    clearInterval(timer);
  };
}

type Use = { readonly worked: number; readonly waited: number; readonly grown: number };

/** Nothing where the kernel does not say: wall time is all that is known then. */
function useSince(
  { processes }: Allowance,
  before: ProcessUsage | undefined,
  now: ProcessUsage | undefined,
): Use | undefined {
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
