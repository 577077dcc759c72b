import { readdirSync, readFileSync } from "node:fs";
import { threadTime } from "./thread-time.ts";

/** What a process and those below it use. */
export type ProcessUsage = {
  /** Of the processor, by all of them and by those that ended and were waited for. */
  readonly milliseconds: number;
  /** The part of it that their first threads did: a runtime's own compiler works on others. */
  readonly firstThreads: number;
  /** How long those threads were ready to work and had no processor. */
  readonly waited: number;
  readonly residentBytes: number;
  readonly processes: number;
};

/** Reads one process, again and again. */
export type Gauge = {
  now(most: number): ProcessUsage | undefined;
  /** A look some milliseconds old where there is one: it costs a dozen files, and calls are short. */
  lately(most: number): ProcessUsage | undefined;
};

/** Less than the grace of whoever is charged from it: what was done since is charged to the next. */
const LATELY_MS = 10;

export function gaugeOf(pid: number): Gauge {
  let last: { readonly at: number; readonly usage: ProcessUsage | undefined } | undefined;
  const now = (most: number): ProcessUsage | undefined => {
    const usage = usageOf(pid, most);
    last = { at: performance.now(), usage };
    return usage;
  };
  return {
    now,
    lately: (most) =>
      last !== undefined && performance.now() - last.at < LATELY_MS ? last.usage : now(most),
  };
}

/** The unit in which Linux tells processes about their own time, on every architecture of today. */
const TICK_MS = 10;

/**
 * Asked of the kernel, not of the child, which may lie. It stops counting once it saw more than
 * `most` processes: they are too many already. Undefined where there is no `/proc`.
 */
export function usageOf(pid: number, most: number): ProcessUsage | undefined {
  const waiting = [pid];
  let total: ProcessUsage | undefined;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const usage = lookAt(next);
    // One that ended meanwhile has nothing to count; without the first there is nothing to say.
    if (usage === undefined && total === undefined) return undefined;
    if (usage === undefined) continue;
    total = sumOf(total ?? NOTHING, usage);
    if (total.processes > most) return total;
    waiting.push(...usage.children);
  }
  return total;
}

const NOTHING: ProcessUsage = {
  milliseconds: 0,
  firstThreads: 0,
  waited: 0,
  residentBytes: 0,
  processes: 0,
};

function sumOf(one: ProcessUsage, other: ProcessUsage): ProcessUsage {
  return {
    milliseconds: one.milliseconds + other.milliseconds,
    firstThreads: one.firstThreads + other.firstThreads,
    waited: one.waited + other.waited,
    residentBytes: one.residentBytes + other.residentBytes,
    processes: one.processes + other.processes,
  };
}

/** A process's own files below `/proc`; not every kernel was built to say the last of them. */
export type ToldByKernel = {
  readonly stat: string;
  readonly status: string;
  readonly schedstat?: string | undefined;
};

/** What these files say of the one process that they are of. */
export function usageSaid({ stat, status, schedstat }: ToldByKernel): ProcessUsage {
  // The name in brackets may hold spaces and brackets of its own.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const ticks = [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at]), 0);
  const resident = /^VmRSS:\s+(\d+) kB$/m.exec(status);
  const milliseconds = ticks * TICK_MS;
  const { worked, waited } =
    schedstat === undefined ? { worked: milliseconds, waited: 0 } : threadTime(schedstat);
  return {
    milliseconds,
    firstThreads: worked,
    waited,
    residentBytes: Number(resident?.[1] ?? 0) * 1024,
    processes: 1,
  };
}

function lookAt(
  pid: number,
): (ProcessUsage & { readonly children: readonly number[] }) | undefined {
  try {
    const told = {
      stat: readFileSync(`/proc/${pid}/stat`, "utf8"),
      status: readFileSync(`/proc/${pid}/status`, "utf8"),
      schedstat: scheduleOf(pid),
    };
    return { ...usageSaid(told), children: childrenOf(pid) };
  } catch {
    return undefined;
  }
}

function scheduleOf(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/schedstat`, "utf8");
  } catch {
    return undefined;
  }
}

/** Of every thread: a child belongs to the one that started it. */
function childrenOf(pid: number): readonly number[] {
  return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, "utf8")
      .split(" ")
      .filter(Boolean)
      .map(Number),
  );
}
