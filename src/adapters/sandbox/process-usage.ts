import { readFileSync } from "node:fs";

/** What a process and those below it use: milliseconds of processor time, resident bytes. */
export type ProcessUsage = { readonly milliseconds: number; readonly residentBytes: number };

/** The unit in which Linux tells processes about their own time, on every architecture of today. */
const TICK_MS = 10;

/** A wrapped child stands two below the one we started; what it starts itself counts as its own. */
const MOST_BELOW = 4;

/** Asked of the kernel, not of the child, which may lie. Undefined where there is no `/proc`. */
export function usageOf(pid: number, depth = MOST_BELOW): ProcessUsage | undefined {
  try {
    const total = ownUsage(pid);
    const below = depth === 0 ? [] : childrenOf(pid).map((child) => usageOf(child, depth - 1));
    return below.reduce<ProcessUsage>(
      (sum, one) => ({
        milliseconds: sum.milliseconds + (one?.milliseconds ?? 0),
        residentBytes: sum.residentBytes + (one?.residentBytes ?? 0),
      }),
      total,
    );
  } catch {
    return undefined;
  }
}

function ownUsage(pid: number): ProcessUsage {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The name in brackets may hold spaces and brackets of its own.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const ticks = Number(fields[11]) + Number(fields[12]);
  const resident = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return { milliseconds: ticks * TICK_MS, residentBytes: Number(resident?.[1] ?? 0) * 1024 };
}

function childrenOf(pid: number): readonly number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8");
  return text.split(" ").filter(Boolean).map(Number);
}
