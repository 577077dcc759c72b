import { accountByEmail } from "../accounts/commit-identity.ts";
import { presentAccount, type Json } from "../accounts/present-account.ts";
import { timestamp } from "../http/timestamp.ts";
import { apiUrl, pageUrl } from "../repositories/present-repository.ts";
import type { Repository } from "../repositories/repository.ts";
import type { World } from "../world.ts";
import { loadCommit, type Commit, type Signature } from "./commit.ts";
import type { FileChange } from "./file-changes.ts";
import type { Leaf } from "./flat-tree.ts";
import { loadObject } from "./objects.ts";

/** Where an object lives: its repository decides the links. */
export type Place = { readonly world: World; readonly repository: Repository };

const unsigned = {
  verified: false,
  reason: "unsigned",
  signature: null,
  payload: null,
  verified_at: null,
};

function presentSignature(who: Signature): Json {
  return { name: who.name, email: who.email, date: timestamp(new Date(who.at * 1000)) };
}

/** GitHub's `git-commit`. */
export function presentGitCommit(place: Place, sha: string): Json {
  const commit = loadCommit(place.repository.objects, sha);
  const api = apiUrl(place.world, place.repository);
  const page = pageUrl(place.world, place.repository);
  return {
    sha,
    node_id: `C_${sha}`,
    url: `${api}/git/commits/${sha}`,
    html_url: `${page}/commit/${sha}`,
    author: presentSignature(commit.author),
    committer: presentSignature(commit.committer),
    tree: { sha: commit.tree, url: `${api}/git/trees/${commit.tree}` },
    message: commit.message,
    parents: commit.parents.map((parent) => ({
      sha: parent,
      url: `${api}/git/commits/${parent}`,
      html_url: `${page}/commit/${parent}`,
    })),
    verification: unsigned,
  };
}

function presentPerson(world: World, email: string): Json | null {
  const account = accountByEmail(world, email);
  return account === undefined ? null : presentAccount(world, account);
}

function presentCommitBody(api: string, sha: string, commit: Commit): Json {
  return {
    author: presentSignature(commit.author),
    committer: presentSignature(commit.committer),
    message: commit.message,
    tree: { sha: commit.tree, url: `${api}/git/trees/${commit.tree}` },
    url: `${api}/git/commits/${sha}`,
    comment_count: 0,
    verification: unsigned,
  };
}

/** GitHub's `commit`, without its files. */
export function presentCommit(place: Place, sha: string): Json {
  const commit = loadCommit(place.repository.objects, sha);
  const api = apiUrl(place.world, place.repository);
  const page = pageUrl(place.world, place.repository);
  return {
    sha,
    node_id: `C_${sha}`,
    commit: presentCommitBody(api, sha, commit),
    url: `${api}/commits/${sha}`,
    html_url: `${page}/commit/${sha}`,
    comments_url: `${api}/commits/${sha}/comments`,
    author: presentPerson(place.world, commit.author.email),
    committer: presentPerson(place.world, commit.committer.email),
    parents: commit.parents.map((parent) => ({
      sha: parent,
      url: `${api}/commits/${parent}`,
      html_url: `${page}/commit/${parent}`,
    })),
  };
}

/** The commit of webhooks: `simple-commit`. */
export function presentSimpleCommit(repository: Repository, sha: string): Json {
  const commit = loadCommit(repository.objects, sha);
  return {
    id: sha,
    tree_id: commit.tree,
    message: commit.message,
    timestamp: timestamp(new Date(commit.committer.at * 1000)),
    author: { name: commit.author.name, email: commit.author.email },
    committer: { name: commit.committer.name, email: commit.committer.email },
  };
}

/** GitHub's `diff-entry`. */
export function presentFileChange(place: Place, change: FileChange, head: string): Json {
  const api = apiUrl(place.world, place.repository);
  const page = pageUrl(place.world, place.repository);
  const path = change.path.split("/").map(encodeURIComponent).join("/");
  return {
    sha: change.sha,
    filename: change.path,
    status: change.status,
    additions: change.additions,
    deletions: change.deletions,
    changes: change.additions + change.deletions,
    blob_url: `${page}/blob/${head}/${path}`,
    raw_url: `${page}/raw/${head}/${path}`,
    contents_url: `${api}/contents/${path}?ref=${head}`,
    ...(change.patch === undefined ? {} : { patch: change.patch }),
    ...(change.previousPath === undefined ? {} : { previous_filename: change.previousPath }),
  };
}

const kinds: Readonly<Record<string, string>> = { "40000": "tree", "160000": "commit" };

export function presentTreeEntry(place: Place, path: string, leaf: Leaf): Json {
  const api = apiUrl(place.world, place.repository);
  const type = kinds[leaf.mode] ?? "blob";
  const bytes =
    type === "blob" ? loadObject(place.repository.objects, "blob", leaf.sha) : undefined;
  return {
    path,
    mode: leaf.mode.padStart(6, "0"),
    type,
    sha: leaf.sha,
    ...(bytes === undefined ? {} : { size: bytes.length }),
    ...(type === "commit" ? {} : { url: `${api}/git/${type}s/${leaf.sha}` }),
  };
}

export function presentRef(place: Place, ref: string, sha: string): Json {
  const api = apiUrl(place.world, place.repository);
  const kind = place.repository.objects.get(sha)?.kind ?? "commit";
  return {
    ref,
    node_id: `REF_${Buffer.from(ref).toString("base64url")}`,
    url: `${api}/git/${ref}`,
    object: { sha, type: kind, url: `${api}/git/${kind}s/${sha}` },
  };
}
