import { stat } from "node:fs/promises";
import { sha, type Sha } from "../../core/kernel/ids.ts";
import { accepted, refused, type Result } from "../../core/kernel/result.ts";
import type { Tree } from "../../core/ir/snapshot.ts";
import type { Clone, CloneRefusal, UnknownRef, WithWorktree } from "../../ports/clone.ts";
import type { GitObjects, NoMergeBase } from "../../ports/git-objects.ts";
import { nearNames } from "./near-names.ts";
import { openObjectReader } from "./object-reader.ts";
import { readHistory } from "./read-history.ts";
import { readWorktree } from "./read-worktree.ts";
import { parseListing } from "./parse-listing.ts";
import { type GitAnswer, type GitPlace, runGit } from "./run-git.ts";

const OBJECT_NAME = /^[0-9a-f]{40}\n$/;

/** Names shown to somebody whose own leads nowhere. */
const MOST_KNOWN = 5;
const MOST_COMPARED = 500;

/** Opens a repository for reading, or says why its objects do not tell the whole story. */
export async function openClone(place: GitPlace): Promise<Result<Clone, CloneRefusal>> {
  const notThere = refused({ kind: "not-a-repository", directory: place.directory } as const);
  // Spawning in a directory that is not there is reported as if git itself were missing.
  if (!(await isDirectory(place.directory))) return notThere;
  const state = await stateOf(place);
  if (state === undefined) return refused({ kind: "git-missing" });
  if (state.code !== 0) return notThere;
  const [isShallow, format = ""] = state.out.toString("utf8").split("\n");
  if (isShallow !== "false") return refused({ kind: "shallow" });
  if (format !== "sha1") return refused({ kind: "object-format", format });
  return accepted(cloneAt(place));
}

function cloneAt(place: GitPlace): Clone {
  const reader = openObjectReader(place);
  // Base, head and tip share most of their files.
  const blobs = new Map<Sha, Promise<Uint8Array>>();
  const clone: Clone = {
    history: (from, to) => readHistory(place, from, to),
    withWorktree: () => layWorktree(place, clone),
    resolve: (ref) => resolveRef(place, ref),
    mergeBase: (base, head) => findMergeBase(place, base, head),
    tree: (commit) => readTree(place, commit),
    blob: (id) => {
      const bytes = blobs.get(id) ?? reader.blob(id);
      blobs.set(id, bytes);
      return bytes;
    },
    close: () => Promise.resolve(reader.close()),
  };
  return clone;
}

/** What is not committed yet grew from the commit that is checked out. */
async function layWorktree(place: GitPlace, clone: Clone): Promise<WithWorktree | undefined> {
  const [laid, head] = [await readWorktree(place), await clone.resolve("HEAD")];
  if (laid === undefined || !head.ok) return undefined;
  const objects: GitObjects = {
    mergeBase: (base, asked) => clone.mergeBase(base, asked === laid.id ? head.value : asked),
    tree: (commit) => (commit === laid.id ? Promise.resolve(laid.tree) : clone.tree(commit)),
    blob: (id) => {
      const bytes = laid.blobs.get(id);
      return bytes === undefined ? clone.blob(id) : Promise.resolve(bytes);
    },
  };
  return { objects, headSha: laid.id };
}

async function isDirectory(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.isDirectory() === true;
}

async function stateOf(place: GitPlace): Promise<GitAnswer | undefined> {
  const questions = ["--is-shallow-repository", "--show-object-format"];
  return runGit(place, ["rev-parse", ...questions]).catch((fault: unknown) => {
    const isMissing = fault instanceof Error && "code" in fault && fault.code === "ENOENT";
    if (isMissing) return undefined;
    throw fault;
  });
}

/** `^{commit}` peels tags; what names a file, a range or an option is no commit and stays unknown. */
async function resolveRef(place: GitPlace, ref: string): Promise<Result<Sha, UnknownRef>> {
  const options = ["--verify", "--quiet", "--end-of-options"];
  const { code, out } = await runGit(place, ["rev-parse", ...options, `${ref}^{commit}`]);
  const name = out.toString("latin1");
  if (code === 0 && OBJECT_NAME.test(name)) return accepted(sha(name.trim()));
  return refused({ kind: "ref-unknown", ref, ...(await nearRefs(place, ref)) });
}

/** Branches of this clone and of its remotes, and which of them was perhaps meant. */
async function nearRefs(
  place: GitPlace,
  ref: string,
): Promise<Pick<UnknownRef, "known" | "meant">> {
  const shape = ["--sort=-committerdate", `--count=${MOST_COMPARED}`, "--format=%(refname:short)"];
  const { out } = await runGit(place, ["for-each-ref", ...shape, "refs/heads", "refs/remotes"]);
  const names = out.toString("utf8").split("\n").slice(0, -1);
  const akin = nearNames(names, ref);
  const [meant] = akin;
  const known = [...new Set([...akin, ...names])].slice(0, MOST_KNOWN);
  return meant === undefined ? { known } : { known, meant };
}

async function findMergeBase(
  place: GitPlace,
  base: Sha,
  head: Sha,
): Promise<Result<Sha, NoMergeBase>> {
  const { code, out, trouble } = await runGit(place, ["merge-base", "--all", base, head]);
  if (code === 1) return refused("no-merge-base");
  if (code !== 0) throw new Error(`git merge-base: ${trouble}`);
  const [first = "", ...others] = out.toString("latin1").trim().split("\n");
  return others.length > 0 ? refused("merge-base-ambiguous") : accepted(sha(first));
}

async function readTree(place: GitPlace, commit: Sha): Promise<Tree> {
  const shape = ["-r", "-z", "--long", "--full-tree"];
  const { code, out, trouble } = await runGit(place, ["ls-tree", ...shape, commit]);
  // The size of an object that was left behind is asked for at its origin, which is not allowed.
  const hint = "objects are missing; a partial clone needs `git fetch --refetch --no-filter`";
  if (code !== 0) throw new Error(`git ls-tree: ${trouble} (${hint})`);
  return parseListing(out);
}
