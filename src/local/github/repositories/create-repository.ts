import type { Account } from "../accounts/account.ts";
import { signatureOf } from "../accounts/commit-identity.ts";
import { saveTreeCommit, treeFromFiles } from "../git/object-model.ts";
import type { World } from "../world.ts";
import type { Repository, Visibility } from "./repository.ts";

export type RepositoryDraft = {
  readonly owner: Account;
  readonly name: string;
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  readonly visibility: Visibility;
};

type Origin = Pick<Repository, "objects" | "refs" | "parent" | "visibility">;

function emptyRepository(
  world: World,
  named: { readonly owner: Account; readonly name: string },
  origin: Origin,
): Repository {
  const now = world.now();
  return {
    ...origin,
    id: world.nextId(),
    owner: named.owner,
    name: named.name,
    createdAt: now,
    pushedAt: now,
    updatedAt: now,
    formerNames: new Set(),
    defaultBranch: "main",
    collaborators: new Map(),
    protections: new Map(),
    rulesets: new Map(),
    queue: [],
    labels: new Map(),
    pulls: new Map(),
    comments: new Map(),
    reviewComments: new Map(),
    checkSuites: new Map(),
    checkRuns: new Map(),
    statuses: [],
    deployments: new Map(),
    environments: new Map(),
  };
}

/** A repository whose `main` has one commit with these files. */
export function createRepository(world: World, draft: RepositoryDraft): Repository {
  const { owner, name, visibility } = draft;
  const origin = { objects: new Map(), refs: new Map(), parent: undefined, visibility };
  const repository = emptyRepository(world, { owner, name }, origin);
  const signature = signatureOf(owner, world.now());
  const files = treeFromFiles(repository.objects, draft.files);
  const first = saveTreeCommit(repository.objects, files, {
    parents: [],
    author: signature,
    committer: signature,
    message: "Initial commit",
  });
  repository.refs.set("refs/heads/main", first);
  world.repositories.set(repository.id, repository);
  return repository;
}

/** A fork shares the objects of its parent, which is how GitHub keeps fork networks. */
export function createFork(world: World, parent: Repository, owner: Account): Repository {
  const heads = [...parent.refs].filter(([ref]) => ref.startsWith("refs/heads/"));
  const origin = {
    objects: parent.objects,
    refs: new Map(heads),
    parent,
    visibility: parent.visibility,
  };
  const fork = emptyRepository(world, { owner, name: parent.name }, origin);
  fork.defaultBranch = parent.defaultBranch;
  world.repositories.set(fork.id, fork);
  return fork;
}
