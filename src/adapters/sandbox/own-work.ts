import { openSync, readSync } from "node:fs";
import { threadTime } from "./thread-time.ts";

// Runtimes have it from 23.9 on, and this project's types are older.
declare const process: Pick<NodeJS.Process, "cpuUsage"> & {
  threadCpuUsage?(): NodeJS.CpuUsage;
};

/** What the kernel says of a process's first thread, on which guests run. */
const place = openOwn("/proc/self/schedstat");

/**
 * Milliseconds that this process's first thread has worked. The runtime optimises the engine on
 * threads of its own, most of all during the first calls: on a busy machine, where wall time says
 * nothing either, a guest would be late for work that is not its own. A runtime without such a clock,
 * where the belt shuts the kernel's files away as well, counts all threads.
 */
export function ownWork(): number {
  if (place !== undefined) return workSaid(place);
  const { user, system } = process.threadCpuUsage?.() ?? process.cpuUsage();
  return (user + system) / 1000;
}

function workSaid(file: number): number {
  const line = Buffer.alloc(64);
  const read = readSync(file, line, 0, line.length, 0);
  return threadTime(line.toString("latin1", 0, read)).worked;
}

function openOwn(path: string): number | undefined {
  try {
    return openSync(path, "r");
  } catch {
    return undefined;
  }
}
