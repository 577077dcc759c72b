import { type Allowance, mostProcesses, type Overuse, overuseOf } from "./overuse.ts";
import type { Gauge } from "./process-usage.ts";

/** Often enough that a child is gone before 150 ms of overtime; each look costs some 0.1 ms. */
const LOOK_MS = 20;

/**
 * Looks at a child while it works, and says once what it used too much of. The engine interrupts
 * code between its own instructions only: one call of a built-in function can last for minutes.
 */
export function watchChild(
  gauge: Gauge,
  allowed: Allowance,
  onOveruse: (what: Overuse) => void,
): () => void {
  const most = mostProcesses(allowed);
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
    const overuse = overuseOf(allowed, { before, now, wall: performance.now() - begun });
    if (overuse === "deadline") endLate();
    else if (overuse !== undefined) onOveruse(overuse);
  };
  const timer = setInterval(look, LOOK_MS);
  return () => {
    isWatched = false;
    clearInterval(timer);
  };
}
