import { z } from "zod";
import { accepted, refused, type Result } from "../../core/kernel/result.ts";
import type { SealedPlace, SealedRefusal } from "../../ports/sealed-suites.ts";
import { unlessMissing } from "./answer-status.ts";
import type { Connection } from "./connection.ts";

export type Named = Pick<Connection, "octokit" | "name">;

const repositorySchema = z.object({
  id: z.number(),
  full_name: z.string(),
  default_branch: z.string(),
  private: z.boolean(),
  visibility: z.string().optional(),
  fork: z.boolean(),
  forks_count: z.number(),
});

/** Accounts that are looked up, at most: a commit's message may name thousands of co-authors. */
const MOST_AUTHORS = 50;

/**
 * The default branch of a repository that nobody can read but the people it names. `internal` is read
 * by every member of an enterprise, and the objects of a fork by everybody who reads its origin.
 */
export async function readSecret(
  { octokit, name }: Named,
  { repository, governed }: SealedPlace,
): Promise<Result<string, SealedRefusal>> {
  const answer = await octokit.rest.repos.get(name);
  const found = repositorySchema.parse(answer.data);
  // GitHub leads a former name on to where the repository is now, until somebody else takes the name.
  if (found.full_name.toLowerCase() !== repository.toLowerCase()) {
    return refused("sealed-repository-unreadable");
  }
  if (found.id === governed) return refused("sealed-repository-shared");
  if (!found.private || found.visibility !== "private") return refused("sealed-repository-public");
  if (found.fork || found.forks_count > 0) return refused("sealed-repository-shared");
  return accepted(found.default_branch);
}

/**
 * Whether one of these accounts can read the repository, directly or through a team. GitHub tells it
 * of people; of what another app may read it tells nothing.
 */
export async function isReadBy(named: Named, logins: readonly string[]): Promise<boolean> {
  const distinct = [...new Set(logins.map((login) => login.toLowerCase()))];
  if (distinct.length > MOST_AUTHORS) return true;
  for (const login of distinct) if (await mayRead(named, login)) return true;
  return false;
}

const permissionSchema = z.object({ permission: z.string() });

/** Any word but `none` lets somebody read, also one that nobody here knows. */
async function mayRead({ octokit, name }: Named, username: string): Promise<boolean> {
  const asked = octokit.rest.repos.getCollaboratorPermissionLevel({ ...name, username });
  const answer = await unlessMissing(asked);
  return answer !== undefined && permissionSchema.parse(answer.data).permission !== "none";
}
