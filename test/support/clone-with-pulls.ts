import { execFile } from "node:child_process";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

/** A clone with the head of every pull request under `refs/pull/<number>`. */
export async function cloneWithPulls(url: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "omega-clone-"));
  const git = (...args: readonly string[]): Promise<unknown> =>
    promisify(execFile)("git", ["-C", folder, ...args], {
      env: { PATH: process.env["PATH"], GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" },
    });
  await git("clone", "--quiet", url, ".");
  await git("fetch", "--quiet", "origin", "+refs/pull/*/head:refs/pull/*");
  return folder;
}
