import { Octokit } from "@octokit/rest";
import type { Actor, Forge } from "../../ports/forge.ts";
import { answeredStatus } from "./answer-status.ts";
import { boundedFetch } from "./bounded-fetch.ts";
import type { Clients } from "./clients.ts";
import { connect, lookAt } from "./connect.ts";
import type { ObjectCache } from "./connection.ts";
import { Lru } from "./lru.ts";
import { userSchema } from "./read-pull.ts";

export type ForgeOptions = {
  readonly appId: number;
  readonly baseUrl?: string;
};

const BLOB_BYTES = 64 * 1024 * 1024;
const TREE_ENTRIES = 500_000;
const MERGE_BASES = 10_000;
const SKETCHED_FILES = 50_000;

/** GitHub behind the port: every answer that feeds a decision passes a schema first. */
export function openForge(clients: Clients, options: ForgeOptions): Forge {
  const cache: ObjectCache = {
    blobs: new Lru(BLOB_BYTES),
    trees: new Lru(TREE_ENTRIES),
    cutTrees: new Lru(TREE_ENTRIES),
    mergeBases: new Lru(MERGE_BASES),
    sketches: new Lru(SKETCHED_FILES),
    labels: new Set(),
    names: new Map(),
  };
  return {
    repository: (installation, id) => connect({ ...options, cache, clients, installation, id }),
    look: (installation, { repositoryId: id, pull }) =>
      lookAt({ ...options, cache, clients, installation, id }, pull),
    userOf: (token) => readUser(token, options),
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
