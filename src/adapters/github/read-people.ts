import { z } from "zod";
import { CommitsUnlisted } from "../../core/ir/commits-unlisted.ts";
import { sha, type PullNumber } from "../../core/kernel/ids.ts";
import type { Contributor, Review, Role } from "../../ports/forge.ts";
import { unlessMissing } from "./answer-status.ts";
import type { Connection } from "./connection.ts";
import { userSchema } from "./read-pull.ts";

const permissionSchema = z.object({ permission: z.string(), role_name: z.string().optional() });

const ROLES: readonly Role[] = ["none", "read", "triage", "write", "maintain", "admin"];

/** The live role of a login; a custom role counts as the base permission it inherits. */
export async function readRole({ octokit, name }: Connection, login: string): Promise<Role> {
  const answer = await unlessMissing(
    octokit.rest.repos.getCollaboratorPermissionLevel({ ...name, username: login }),
  );
  if (answer === undefined) return "none";
  const { permission, role_name } = permissionSchema.parse(answer.data);
  return roleNamed(role_name) ?? roleNamed(permission) ?? "none";
}

function roleNamed(name: string | undefined): Role | undefined {
  return ROLES.find((role) => role === name);
}

const reviewSchema = z.object({
  user: userSchema,
  state: z.string(),
  commit_id: z.string().nullable(),
});

const REVIEW_STATES: Readonly<Record<string, Review["state"]>> = {
  APPROVED: "approved",
  CHANGES_REQUESTED: "changes-requested",
  DISMISSED: "dismissed",
};

/** All reviews, oldest first. One whose commit is gone approves nothing. */
export async function readReviews(
  { octokit, name }: Connection,
  number: PullNumber,
): Promise<readonly Review[]> {
  const reviews = await octokit.paginate(octokit.rest.pulls.listReviews, {
    ...name,
    pull_number: number,
    per_page: 100,
  });
  return reviews.flatMap((row) => {
    const review = reviewSchema.parse(row);
    if (review.commit_id === null) return [];
    const state = REVIEW_STATES[review.state] ?? "commented";
    return [{ reviewer: review.user, state, sha: sha(review.commit_id) }];
  });
}

/** GitHub lists no more commits of a pull request than this, whatever page is asked for. */
const MOST_LISTED = 250;

const CO_AUTHOR = /^co-authored-by:[^<\n]*<([^>\n]+)>/gim;

/** Authors, committers and co-authors: whoever had a hand in the commits may not approve them. */
export async function readContributors(
  { octokit, name }: Connection,
  number: PullNumber,
): Promise<readonly Contributor[]> {
  const commits = await octokit.paginate(octokit.rest.pulls.listCommits, {
    ...name,
    pull_number: number,
    per_page: 100,
  });
  if (commits.length >= MOST_LISTED) {
    throw new CommitsUnlisted();
  }
  const everybody = commits.flatMap(({ author, committer, commit }) => [
    contributor(loginOf(author), commit.author?.email),
    contributor(loginOf(committer), commit.committer?.email),
    ...[...commit.message.matchAll(CO_AUTHOR)].map(([, email]) => contributor(undefined, email)),
  ]);
  return [...new Map(everybody.map((one) => [JSON.stringify(one), one])).values()];
}

function loginOf(account: object | null): string | undefined {
  return account !== null && "login" in account ? String(account.login) : undefined;
}

/** GitHub's own addresses carry the login: `<id>+<login>@users.noreply.github.com`. */
function contributor(login: string | undefined, email: string | undefined): Contributor {
  const known = login ?? /^(?:\d+\+)?([^@\s]+)@users\.noreply\./i.exec(email ?? "")?.[1];
  return {
    ...(known === undefined ? {} : { login: known }),
    ...(email === undefined ? {} : { email }),
  };
}
