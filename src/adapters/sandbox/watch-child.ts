import { usageOf } from "./process-usage.ts";

/** What a child may use before it is killed. */
export type Allowance = {
  /** The lesser of wall time and the child's own work, as its stopwatch has it. */
  readonly milliseconds: number;
  /** Wall time, whatever it did: one that sleeps is no use either. */
  readonly patience: number;
  /** Resident bytes above those at the beginning. */
  readonly bytes: number;
  /** Absent: it has none but its own. Where it may start others, `bytes` are all that they hold. */
  readonly processes?: number;
};

/** `output` is more than anybody listens to, which whoever reads its lines finds. */
export type Overuse = "deadline" | "memory" | "processes" | "output";

/** Often enough that a child is gone before 150 ms of overtime; each look costs some 0.1 ms. */
const LOOK_MS = 20;

/** A child that starts nothing stands two below its wrapping; what it starts itself counts as its own. */
const MOST_PROCESSES = 16;

/** What the child has to say by itself that it was interrupted. */
const GRACE_MS = 30;

/**
 * Looks at a child while it works, and says once what it used too much of. The engine interrupts
 * code between its own instructions only: one call of a built-in function can last for minutes.
 */
export function watchChild(
  pid: number,
  allowed: Allowance,
  onOveruse: (what: Overuse) => void,
): () => void {
  const most = allowed.processes ?? MOST_PROCESSES;
  const begun = performance.now();
  const before = usageOf(pid, most);
  const held = allowed.processes === undefined ? (before?.residentBytes ?? 0) : 0;
  const look = (): void => {
    const wall = performance.now() - begun;
    const now = usageOf(pid, most);
    const worked = now && before ? now.milliseconds - before.milliseconds : wall;
    const grown = now && before ? now.residentBytes - held : 0;
    const isLate = Math.min(wall, worked) > allowed.milliseconds + GRACE_MS;
    if (grown > allowed.bytes) onOveruse("memory");
    else if (now !== undefined && now.processes > most) onOveruse("processes");
    else if (isLate || wall > allowed.patience) onOveruse("deadline");
  };
  const timer = setInterval(look, LOOK_MS);
  return () => clearInterval(timer);
}
