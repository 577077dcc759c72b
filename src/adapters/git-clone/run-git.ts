import { spawn } from "node:child_process";
import { devNull } from "node:os";

/** Where git runs, and where its binary is looked for. Nothing else of our environment reaches it. */
export type GitPlace = { readonly directory: string; readonly path: string };

export type GitAnswer = { readonly code: number; readonly out: Buffer; readonly trouble: string };

/** A recursive listing of some hundred thousand files; what is longer is no repository of agents. */
const OUT_BYTES = 64 * 1024 * 1024;
const TROUBLE_BYTES = 4 * 1024;

/** A command that reads local objects and takes longer than this hangs. */
export const PATIENCE_MS = 60_000;

/**
 * Options before every command. The directory was named by a person, and a clone in a container
 * often belongs to another user; reading objects runs nothing that its configuration names.
 */
export const GIT_ARGS: readonly string[] = [
  "--no-pager",
  "--literal-pathspecs",
  "-c",
  "safe.directory=*",
];

/**
 * Git without anybody's settings. Replacements and grafts would show another history than the one
 * that GitHub has, a variable of a hook would point at another repository, and a partial clone
 * would go to the network for what it lacks.
 */
export function gitEnvironment({ path }: GitPlace): Readonly<Record<string, string>> {
  return {
    PATH: path,
    LC_ALL: "C",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: devNull,
    GIT_NO_REPLACE_OBJECTS: "1",
    GIT_GRAFT_FILE: `${devNull}/none`,
    GIT_NO_LAZY_FETCH: "1",
    GIT_ALLOW_PROTOCOL: "none",
    GIT_OPTIONAL_LOCKS: "0",
    GIT_TERMINAL_PROMPT: "0",
  };
}

/** Runs one git command to its end. Throws where git is not there or its answer knows no end. */
export function runGit(place: GitPlace, args: readonly string[]): Promise<GitAnswer> {
  return new Promise((resolve, reject) => {
    const child = spawn("git", [...GIT_ARGS, ...args], {
      cwd: place.directory,
      env: gitEnvironment(place),
      stdio: ["ignore", "pipe", "pipe"],
      timeout: PATIENCE_MS,
      killSignal: "SIGKILL",
    });
    const out: Buffer[] = [];
    let bytes = 0;
    let trouble = "";
    child.stdout.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= OUT_BYTES) out.push(chunk);
      else child.kill("SIGKILL");
    });
    child.stderr.on("data", (chunk: Buffer) => {
      trouble = (trouble + chunk.toString("utf8")).slice(0, TROUBLE_BYTES);
    });
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === null) reject(new Error(`git ${args[0]} was stopped: it took or said too much`));
      else resolve({ code, out: Buffer.concat(out), trouble: trouble.trim() });
    });
  });
}
