import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A file's text, or its text with another mode than that of a plain file. */
type FileRow = string | { readonly mode: string; readonly text: string };

type CommitParts = {
  /** Files of the commit by path, in place of all that its parent had. */
  readonly files: Readonly<Record<string, FileRow>>;
  /** The branch that it grows from; absent for a root commit. */
  readonly from?: string;
};

export type GitRepository = {
  readonly directory: string;
  git(args: readonly string[], input?: string): string;
  /** Commits to a branch and says the commit's name. */
  commit(branch: string, parts: CommitParts): string;
  remove(): void;
};

const WHO = "committer Test <test@example.org> 0 +0000";

/** A bare repository that real git made, with whatever names and modes a test needs. */
export function aRepository(): GitRepository {
  const directory = mkdtempSync(join(tmpdir(), "omega-clone-"));
  const git = (args: readonly string[], input = ""): string =>
    execFileSync("git", args, {
      cwd: directory,
      input,
      encoding: "utf8",
      stdio: ["pipe", "pipe", "ignore"],
      env: { PATH: process.env["PATH"], GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: "/dev/null" },
    }).trim();
  git(["init", "--quiet", "--bare", "--initial-branch=main", "."]);
  return {
    directory,
    git,
    commit: (branch, parts) => {
      git(["fast-import", "--quiet", "--force"], commitStream(branch, parts));
      return git(["rev-parse", `refs/heads/${branch}`]);
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

function commitStream(branch: string, { files, from }: CommitParts): string {
  const parent = from === undefined ? [] : [`from refs/heads/${from}^0`];
  const rows = Object.entries(files).map(([path, row]) => {
    const { mode, text } = typeof row === "string" ? { mode: "100644", text: row } : row;
    return mode === "160000"
      ? `M ${mode} ${text} ${quoted(path)}`
      : `M ${mode} inline ${quoted(path)}\n${dataOf(text)}`;
  });
  const head = [`commit refs/heads/${branch}`, WHO, dataOf(branch), ...parent, "deleteall"];
  return [...head, ...rows, ""].join("\n");
}

function dataOf(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}`;
}

function quoted(path: string): string {
  return `"${path.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
}
