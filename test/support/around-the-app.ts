import { type GitHubUser, gitHubUser } from "../../src/local/demo/github-user.ts";
import { REPOSITORY } from "../../src/local/demo/world.ts";
import type { Desk } from "./desk.ts";
import { commitRows } from "./push-tree.ts";

/** Branch protection as an admin loosens it, so that admins may push past the release check. */
export async function letAdminsPush(desk: Desk): Promise<void> {
  await desk.steward.octokit.rest.repos.updateBranchProtection({
    ...REPOSITORY,
    branch: "main",
    required_status_checks: {
      strict: false,
      contexts: [],
      checks: [{ context: "omega / release", app_id: desk.github.appId }],
    },
    enforce_admins: false,
    required_pull_request_reviews: null,
    restrictions: null,
  });
}

/** An admin pushes straight to the default branch. */
export async function pushPast(desk: Desk, path: string, bytes: string): Promise<string> {
  const { git } = desk.steward.octokit.rest;
  const main = await git.getRef({ ...REPOSITORY, ref: "heads/main" });
  const head = await commitRows(desk.steward, main.data.object.sha, {
    branch: "main",
    rows: [{ path, bytes }],
  });
  await git.updateRef({ ...REPOSITORY, ref: "heads/main", sha: head });
  return head;
}

/** Conclusions of all runs of the app's check on a commit, those too that a newer one hides. */
export async function runsOn(
  desk: Desk,
  sha: string,
  check = "omega / incident",
): Promise<readonly (string | null)[]> {
  const asked = { ...REPOSITORY, ref: sha, per_page: 100, filter: "all" as const };
  const { data } = await desk.steward.octokit.rest.checks.listForRef(asked);
  return data.check_runs.filter(({ name }) => name === check).map(({ conclusion }) => conclusion);
}

/** Pull requests of the app that put back what changed around it, the closed ones too. */
export async function proposedBack(
  desk: Desk,
): Promise<readonly { readonly number: number; readonly head: string }[]> {
  const { data } = await desk.steward.octokit.rest.pulls.list({
    ...REPOSITORY,
    state: "all",
    per_page: 100,
  });
  return data
    .filter(({ title }) => title.startsWith("Put back"))
    .map(({ number, head }) => ({ number, head: head.ref }));
}

export function personOf(desk: Desk, login: string): GitHubUser {
  const token = desk.github.tokenFor(login);
  return gitHubUser({ api: `${desk.github.url}/api/v3`, login, token });
}

/** Looks until it holds; the test's own limit ends it. */
export async function seenUntil<Value>(
  look: () => Promise<Value>,
  holds: (value: Value) => boolean,
): Promise<Value> {
  for (;;) {
    const value = await look();
    if (holds(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
}
