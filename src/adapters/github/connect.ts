import { z } from "zod";
import type { InstallationId, PullNumber, RepositoryId } from "../../core/kernel/ids.ts";
import { sha } from "../../core/kernel/ids.ts";
import type { Repository, SeenPull } from "../../ports/forge.ts";
import type { Clients } from "./clients.ts";
import type { Connection, ObjectCache } from "./connection.ts";
import { readOutline } from "./draw-outline.ts";
import { type Looked, lookAtPull } from "./look-at-pull.ts";
import { perform } from "./perform/perform.ts";
import { readBlob } from "./read-blob.ts";
import { readBranchTip } from "./read-branch.ts";
import { readDeployment } from "./read-deployment.ts";
import { readDeploymentReports } from "./read-deployment-reports.ts";
import { readDeployments } from "./read-deployments.ts";
import { readMergeBase } from "./read-merge-base.ts";
import { readContributors, readReviews, readRole } from "./read-people.ts";
import { readOpenPulls, readPull, tipOf } from "./read-pull.ts";
import { readMergeGroups, readQueued } from "./read-queue.ts";
import { readRequirements } from "./read-requirements.ts";
import { readTree } from "./read-tree.ts";

const repositorySchema = z.object({
  id: z.number(),
  full_name: z.string(),
  name: z.string(),
  owner: z.object({ login: z.string() }),
  default_branch: z.string(),
  allow_merge_commit: z.boolean().optional(),
  allow_squash_merge: z.boolean().optional(),
});

export type Connecting = {
  readonly appId: number;
  readonly clients: Clients;
  readonly cache: ObjectCache;
  readonly installation: InstallationId;
  readonly id: RepositoryId;
};

/** Asked by id: a name may belong to another repository since. */
export async function connect(connecting: Connecting): Promise<Repository> {
  const octokit = await connecting.clients(connecting.installation);
  const answer = await octokit.request("GET /repositories/{repository_id}", {
    repository_id: connecting.id,
  });
  const found = repositorySchema.parse(answer.data);
  const name = { owner: found.owner.login, repo: found.name };
  connecting.cache.names.set(connecting.id, name);
  const mergeMethod = methodOf({
    mergeCommits: found.allow_merge_commit !== false,
    squashing: found.allow_squash_merge !== false,
  });
  return repositoryAt({ ...connecting, octokit, name, mergeMethod }, found.default_branch);
}

/**
 * A repository and a pull request in one question, by the name that the repository had when it was
 * last seen. The answer says whose name that is now; where it is another's, or tells less than all,
 * the repository is asked for by its number.
 */
export async function lookAt(connecting: Connecting, number: PullNumber): Promise<SeenPull> {
  const { cache, id } = connecting;
  const octokit = await connecting.clients(connecting.installation);
  const name = cache.names.get(id);
  const looked = name && (await lookAtPull(octokit, { id, name, number }));
  if (looked === undefined) {
    const repository = await connect(connecting);
    return { repository, pull: await repository.pull(number) };
  }
  cache.names.set(id, looked.name);
  const mergeMethod = methodOf(looked.allowed);
  const connection: Connection = { ...connecting, octokit, name: looked.name, mergeMethod };
  const repository = repositoryAt(connection, looked.defaultBranch.name);
  return { repository, pull: { ...looked.pull, baseSha: await baseOf(connection, looked) } };
}

/** The tip of the branch: an old one could carry an older, weaker charter. */
function baseOf(
  connection: Connection,
  { defaultBranch, pull }: Looked,
): Promise<SeenPull["pull"]["baseSha"]> {
  if (pull.baseRef === defaultBranch.name) return Promise.resolve(defaultBranch.tip);
  const base = { ref: pull.baseRef, sha: pull.baseSha };
  return tipOf(connection, { state: pull.isOpen ? "open" : "closed", base });
}

/** A merge commit keeps the decided commit in the history; another way only where it is forbidden. */
function methodOf({ mergeCommits, squashing }: Looked["allowed"]): Connection["mergeMethod"] {
  if (mergeCommits) return "merge";
  return squashing ? "squash" : "rebase";
}

function repositoryAt(connection: Connection, defaultBranch: string): Repository {
  const { owner, repo } = connection.name;
  return {
    id: connection.id,
    fullName: `${owner}/${repo}`,
    defaultBranch,
    ...readersOf(connection),
    perform: (effect, known) => perform(connection, effect, known),
  };
}

function readersOf(
  connection: Connection,
): Omit<Repository, "id" | "fullName" | "defaultBranch" | "perform"> {
  return {
    pull: (number) => readPull(connection, number),
    openPulls: () => readOpenPulls(connection),
    mergeBase: (base, head) => readMergeBase(connection, { base, head }),
    commitOf: async (ref) => {
      const answer = await connection.octokit.rest.repos.getCommit({ ...connection.name, ref });
      return sha(answer.data.sha);
    },
    mergeGroups: (branch) => readMergeGroups(connection, branch),
    isQueued: async (number) => (await readQueued(connection, number)).isQueued,
    branchTip: (branch) => readBranchTip(connection, branch),
    requirements: (branch, check) => readRequirements(connection, branch, check),
    deploymentsAfter: (...asked) => readDeployments(connection, ...asked),
    deploymentOf: (deployment) => readDeployment(connection, deployment),
    deploymentReports: (deployment) => readDeploymentReports(connection, deployment),
    tree: (commit, detail) => (detail === "outline" ? readOutline : readTree)(connection, commit),
    blob: (id) => readBlob(connection, id),
    role: (login) => readRole(connection, login),
    reviews: (number) => readReviews(connection, number),
    contributors: (number) => readContributors(connection, number),
  };
}
