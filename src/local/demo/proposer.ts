import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import type { GitHubUser } from "./github-user.ts";

export type Proposal = {
  readonly branch: string;
  readonly title: string;
  readonly body: string;
  /** New contents by path from the repository's root; nothing where a file is taken away. */
  readonly files: ReadonlyMap<string, string>;
};

const PULL_REQUEST_TEXT = "pull-request.md";

/**
 * Reads a scenario's folder: every file is a changed file, but for the pull request's own text. An
 * empty one stands for a file that is taken away.
 */
export async function readProposal(folder: string, branch: string): Promise<Proposal> {
  const files = new Map<string, string>();
  let title = branch;
  let body = "";
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const text = await readFile(path, "utf8");
    const name = relative(folder, path);
    if (name === PULL_REQUEST_TEXT) {
      const [first = branch, ...rest] = text.split("\n");
      title = first.replace(/^#\s*/, "");
      body = rest.join("\n").trim();
    } else {
      files.set(name, text);
    }
  }
  return { branch, title, body, files };
}

export type RepositoryName = { readonly owner: string; readonly repo: string };

/** Opens a pull request from the newest `main`, as any client of GitHub's API would. */
export async function openPullRequest(
  { octokit }: GitHubUser,
  repository: RepositoryName,
  proposal: Proposal,
): Promise<{ readonly number: number; readonly url: string }> {
  const main = await octokit.rest.git.getRef({ ...repository, ref: "heads/main" });
  const commit = await commitFiles(octokit, repository, {
    parent: main.data.object.sha,
    proposal,
  });
  await octokit.rest.git.createRef({
    ...repository,
    ref: `refs/heads/${proposal.branch}`,
    sha: commit,
  });
  const pull = await octokit.rest.pulls.create({
    ...repository,
    title: proposal.title,
    body: proposal.body,
    head: proposal.branch,
    base: "main",
  });
  return { number: pull.data.number, url: pull.data.html_url };
}

async function commitFiles(
  octokit: GitHubUser["octokit"],
  repository: RepositoryName,
  change: { readonly parent: string; readonly proposal: Proposal },
): Promise<string> {
  const parent = await octokit.rest.git.getCommit({ ...repository, commit_sha: change.parent });
  const tree = await octokit.rest.git.createTree({
    ...repository,
    base_tree: parent.data.tree.sha,
    tree: [...change.proposal.files].map(([path, content]) => ({
      path,
      mode: "100644",
      type: "blob",
      ...(content === "" ? { sha: null } : { content }),
    })),
  });
  const commit = await octokit.rest.git.createCommit({
    ...repository,
    message: change.proposal.title,
    tree: tree.data.sha,
    parents: [change.parent],
  });
  return commit.data.sha;
}
