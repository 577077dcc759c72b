import { existsSync } from "node:fs";
import { join } from "node:path";
import type { AgentProgram } from "../../ports/sandbox.ts";
import { type LaunchPlan, NAMESPACES, PLACES, STATUS_FD, TMP_BYTES } from "./launch-plan.ts";

/** Where one version lies in the sandbox. The same for either side: nobody learns which one it is. */
const AGENT = "/agent";

/** Below it, the version's files as the repository has them. */
export const FILES = "files";

/** And the compiled bundle of the same version. */
export const BUNDLE = "artifact.json";

/** What programs and their interpreters are made of, on the systems of today. */
const RUNTIME: readonly string[] =
  "/usr /lib /lib64 /bin /sbin /etc/ld.so.cache /etc/alternatives".split(" ");

/** Where a bare name is looked for, in this order. */
const PROGRAMS: readonly string[] = ["/usr/local/bin", "/usr/bin", "/bin"];

/** Threads count here, of which a process of today's runtimes has a dozen. */
const MOST_TASKS = 1024;

/** In blocks of 512 bytes: no file, and nothing that only looks like one, gets larger. */
const FILE_BLOCKS = Number(TMP_BYTES) / 512;

/** Each by itself: shells differ in which of them they know, and in the letter for processes. */
const LIMITED = [
  "ulimit -c 0",
  `ulimit -f ${FILE_BLOCKS}`,
  "ulimit -n 256",
  `ulimit -p ${MOST_TASKS} 2>/dev/null || ulimit -u ${MOST_TASKS}`,
  'exec "$@"',
].join("; ");

/** After everything is mounted: nothing more can be written, and bubblewrap says that it stands. */
const CLOSED: readonly string[] =
  `--remount-ro /dev --remount-ro / --json-status-fd ${STATUS_FD}`.split(" ");

export type AgentWalls = {
  readonly identity?: { readonly uid: number; readonly gid: number };
  /** Folders of ours that a runtime's folder might hold: seen empty. */
  readonly hidden: readonly string[];
};

/** The program as it is started, or nothing where the sandbox has none of that name to show. */
export function programPath(name: string): string | undefined {
  // The runtime that this app runs on, wherever that is installed.
  if (name === "node") return process.execPath;
  const candidates = name.startsWith("/") ? [name] : PROGRAMS.map((folder) => join(folder, name));
  return candidates.find((path) => isShown(path) && existsSync(path));
}

function isShown(path: string): boolean {
  return [...RUNTIME, process.execPath].some((shown) => isBelow(path, shown));
}

function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

/**
 * A program of somebody's in namespaces of its own: no network, no other processes, the runtime and
 * one version's files read-only, a small folder to write to, no environment. Root is read-only too,
 * because bubblewrap would leave memory there for the taking.
 */
export function agentLaunch(
  { command, folder }: Pick<AgentProgram, "command" | "folder">,
  place: string,
  { identity, hidden }: AgentWalls,
): LaunchPlan {
  const [name = "", ...args] = command;
  const shown = [...RUNTIME, process.execPath].filter((path) => existsSync(path));
  const masks = hidden.filter((path) => shown.some((one) => isBelow(path, one)));
  return {
    command: "bwrap",
    args: [
      ...NAMESPACES,
      "--hostname",
      "agent",
      ...PLACES,
      ...shown.flatMap((path) => ["--ro-bind", path, path]),
      ...masks.flatMap((path) => ["--size", "4096", "--tmpfs", path, "--remount-ro", path]),
      "--ro-bind",
      place,
      AGENT,
      ...CLOSED,
      "--chdir",
      join(AGENT, FILES, folder),
      "/bin/sh",
      "-c",
      LIMITED,
      "sh",
      programPath(name) ?? name,
      ...args,
    ],
    env: {},
    reports: true,
    ...(identity === undefined ? {} : { identity }),
  };
}
