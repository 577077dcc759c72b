import { REPOSITORY } from "../../src/local/demo/world.ts";
import type { GitHubUser } from "../../src/local/demo/github-user.ts";

/** A row of a git tree: what no editor would write, but any client of the git API can. */
export type Row = {
  readonly path: string;
  readonly mode?: "100644" | "100755" | "120000" | "160000";
} & (
  | { readonly bytes: string | Uint8Array }
  /** Of an object that is already there; null removes the path. */
  | { readonly sha: string | null }
);

export type Push = {
  readonly branch: string;
  readonly rows: readonly Row[];
  readonly message?: string;
};

/** Commits rows on top of the newest `main` by blobs, trees and commits, and opens a pull request. */
export async function pushAndOpen(
  user: GitHubUser,
  push: Push & { readonly body?: string },
): Promise<{ readonly number: number; readonly head: string }> {
  const { rest } = user.octokit;
  const main = await rest.git.getRef({ ...REPOSITORY, ref: "heads/main" });
  const head = await commitRows(user, main.data.object.sha, push);
  await rest.git.createRef({ ...REPOSITORY, ref: `refs/heads/${push.branch}`, sha: head });
  const { data } = await rest.pulls.create({
    ...REPOSITORY,
    title: push.message ?? push.branch,
    body: push.body ?? "## Objective\n\nneutral: says the same",
    head: push.branch,
    base: "main",
  });
  return { number: data.number, head };
}

/** A new commit with these rows changed; no branch points to it yet. */
export async function commitRows(user: GitHubUser, parent: string, push: Push): Promise<string> {
  const { git } = user.octokit.rest;
  const before = await git.getCommit({ ...REPOSITORY, commit_sha: parent });
  const tree = await git.createTree({
    ...REPOSITORY,
    base_tree: before.data.tree.sha,
    tree: await Promise.all(
      push.rows.map(async (row) => ({
        path: row.path,
        mode: row.mode ?? ("100644" as const),
        type: row.mode === "160000" ? ("commit" as const) : ("blob" as const),
        sha: "sha" in row ? row.sha : await saveBlob(user, row.bytes),
      })),
    ),
  });
  const commit = await git.createCommit({
    ...REPOSITORY,
    message: push.message ?? push.branch,
    tree: tree.data.sha,
    parents: [parent],
  });
  return commit.data.sha;
}

async function saveBlob({ octokit }: GitHubUser, bytes: string | Uint8Array): Promise<string> {
  const content = Buffer.from(bytes).toString("base64");
  const blob = await octokit.rest.git.createBlob({ ...REPOSITORY, content, encoding: "base64" });
  return blob.data.sha;
}
