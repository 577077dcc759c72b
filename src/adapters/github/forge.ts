import { Octokit } from "@octokit/rest";
import { z } from "zod";
import type { InstallationId, RepositoryId } from "../../core/kernel/ids.ts";
import { sha } from "../../core/kernel/ids.ts";
import type { Actor, Forge, Repository } from "../../ports/forge.ts";
import { answeredStatus } from "./answer-status.ts";
import { boundedFetch } from "./bounded-fetch.ts";
import type { Clients } from "./clients.ts";
import type { Connection, ObjectCache } from "./connection.ts";
import { Lru } from "./lru.ts";
import { perform } from "./perform/perform.ts";
import { readBranchTip } from "./read-branch.ts";
import { readDeployment } from "./read-deployment.ts";
import { readDeploymentReports } from "./read-deployment-reports.ts";
import { readDeployments } from "./read-deployments.ts";
import { readBlob } from "./read-blob.ts";
import { readMergeBase } from "./read-merge-base.ts";
import { readTree } from "./read-tree.ts";
import { readContributors, readReviews, readRole } from "./read-people.ts";
import { readMergeGroups, readQueued } from "./read-queue.ts";
import { readRequirements } from "./read-requirements.ts";
import { readOpenPulls, readPull, userSchema } from "./read-pull.ts";

export type ForgeOptions = {
  readonly appId: number;
  readonly baseUrl?: string;
};

const BLOB_BYTES = 64 * 1024 * 1024;
const TREE_ENTRIES = 500_000;
const MERGE_BASES = 10_000;

const repositorySchema = z.object({
  id: z.number(),
  full_name: z.string(),
  name: z.string(),
  owner: z.object({ login: z.string() }),
  default_branch: z.string(),
  allow_merge_commit: z.boolean().optional(),
  allow_squash_merge: z.boolean().optional(),
});

/** GitHub behind the port: every answer that feeds a decision passes a schema first. */
export function openForge(clients: Clients, options: ForgeOptions): Forge {
  const cache: ObjectCache = {
    blobs: new Lru(BLOB_BYTES),
    trees: new Lru(TREE_ENTRIES),
    cutTrees: new Lru(TREE_ENTRIES),
    mergeBases: new Lru(MERGE_BASES),
    labels: new Set(),
  };
  return {
    repository: (installation, id) => connect({ ...options, cache, clients, installation, id }),
    userOf: (token) => readUser(token, options),
  };
}

/** A merge commit keeps the decided commit in the history; another way only where it is forbidden. */
function methodOf(repository: z.infer<typeof repositorySchema>): Connection["mergeMethod"] {
  if (repository.allow_merge_commit !== false) return "merge";
  return repository.allow_squash_merge === false ? "rebase" : "squash";
}

type Connecting = Pick<ForgeOptions, "appId"> & {
  readonly clients: Clients;
  readonly cache: ObjectCache;
  readonly installation: InstallationId;
  readonly id: RepositoryId;
};

/** Asked by id: a name may belong to another repository since. */
async function connect(connecting: Connecting): Promise<Repository> {
  const octokit = await connecting.clients(connecting.installation);
  const answer = await octokit.request("GET /repositories/{repository_id}", {
    repository_id: connecting.id,
  });
  const found = repositorySchema.parse(answer.data);
  const name = { owner: found.owner.login, repo: found.name };
  const connection: Connection = { ...connecting, octokit, name, mergeMethod: methodOf(found) };
  return {
    id: connecting.id,
    fullName: found.full_name,
    defaultBranch: found.default_branch,
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
    tree: (commit) => readTree(connection, commit),
    blob: (id) => readBlob(connection, id),
    role: (login) => readRole(connection, login),
    reviews: (number) => readReviews(connection, number),
    contributors: (number) => readContributors(connection, number),
  };
}

async function readUser(token: string, { baseUrl }: ForgeOptions): Promise<Actor | undefined> {
  const silent = (): void => undefined;
  const octokit = new Octokit({
    auth: token,
    request: { fetch: boundedFetch },
    log: { debug: silent, info: silent, warn: silent, error: silent },
    ...(baseUrl === undefined ? {} : { baseUrl }),
  });
  try {
    return userSchema.parse((await octokit.rest.users.getAuthenticated()).data);
  } catch (error) {
    const status = answeredStatus(error);
    // 403: an app's token, or a suspended account; neither is a person.
    if (status === 401 || status === 403) return undefined;
    throw error;
  }
}
