import { z } from "zod";
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

const CO_AUTHOR = /^co-authored-by:[^<]*<([^>]+)>/gim;

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
  return commits.flatMap(({ author, committer, commit }) => [
    ...[author, committer].flatMap((user) =>
      user !== null && "login" in user ? [{ login: user.login }] : [],
    ),
    ...[...commit.message.matchAll(CO_AUTHOR)].map(([, email = ""]) => ({ email })),
  ]);
}
