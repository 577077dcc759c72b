import { createHash } from "node:crypto";
import { lstat, readFile, readlink } from "node:fs/promises";
import { join } from "node:path";
import type { Tree, TreeEntry } from "../../core/ir/snapshot.ts";
import { sha, type Sha } from "../../core/kernel/ids.ts";
import { type GitPlace, runGit } from "./run-git.ts";

/** The files as they lie on the disk, as a tree would hold them. */
export type Worktree = {
  /** A name for the state; no object has it. */
  readonly id: Sha;
  readonly tree: Tree;
  readonly blobs: ReadonlyMap<Sha, Uint8Array>;
};

/** More than the largest file that any gate reads; what is larger is named, and never read. */
const FILE_BYTES = 16 * 1024 * 1024;

/**
 * Reads tracked files and those that are new and not ignored. Bytes are taken as they are: git's
 * own comparison would run filters that the repository's settings name. A bare repository has none.
 */
export async function readWorktree(place: GitPlace): Promise<Worktree | undefined> {
  const root = await rootOf(place);
  if (root === undefined) return undefined;
  const at = { ...place, directory: root };
  const tree = new Map<string, TreeEntry>();
  const blobs = new Map<Sha, Uint8Array>();
  for (const path of await pathsIn(at)) {
    const read = await readFileAt(root, path);
    if (read === undefined) continue;
    tree.set(path, read.entry);
    blobs.set(read.entry.sha, read.bytes);
  }
  for (const entry of await submodulesIn(at)) tree.set(entry.path, entry);
  return { id: nameOf(tree), tree, blobs };
}

async function rootOf(place: GitPlace): Promise<string | undefined> {
  const { code, out } = await runGit(place, ["rev-parse", "--show-toplevel"]);
  return code === 0 ? out.toString("utf8").replace(/\n$/, "") : undefined;
}

async function pathsIn(place: GitPlace): Promise<readonly string[]> {
  // A file system monitor is a program that the repository's settings name.
  const quiet = ["-c", "core.fsmonitor=false"];
  const wanted = ["--cached", "--others", "--exclude-standard", "--full-name", "-z"];
  const { code, out, trouble } = await runGit(place, [...quiet, "ls-files", ...wanted]);
  if (code !== 0) throw new Error(`git ls-files: ${trouble}`);
  return [...new Set(out.toString("utf8").split("\0").slice(0, -1))];
}

/** Their commit stands in the index; what lies in their folder is another repository's. */
async function submodulesIn(place: GitPlace): Promise<readonly TreeEntry[]> {
  const { out } = await runGit(place, ["-c", "core.fsmonitor=false", "ls-files", "--stage", "-z"]);
  return out
    .toString("utf8")
    .split("\0")
    .flatMap((row) => {
      const [, id = "", path = ""] = /^160000 ([0-9a-f]{40}) \d\t([^]+)$/.exec(row) ?? [];
      return path === "" ? [] : [{ path, mode: "160000", sha: sha(id) }];
    });
}

type Read = { readonly entry: TreeEntry; readonly bytes: Uint8Array };

/** Nothing for what is gone, or is no file. A link is read as a link, wherever it leads. */
async function readFileAt(root: string, path: string): Promise<Read | undefined> {
  const place = join(root, path);
  const found = await lstat(place).catch(() => undefined);
  if (found === undefined || !(found.isFile() || found.isSymbolicLink())) return undefined;
  const isLink = found.isSymbolicLink();
  const tooLarge = found.size > FILE_BYTES;
  const bytes = tooLarge
    ? Buffer.from(`${found.size} bytes`)
    : isLink
      ? Buffer.from(await readlink(place))
      : await readFile(place);
  const mode = isLink ? "120000" : (found.mode & 0o100) === 0 ? "100644" : "100755";
  const size = tooLarge ? found.size : bytes.length;
  return { entry: { path, mode, sha: blobName(bytes), size }, bytes: new Uint8Array(bytes) };
}

function blobName(bytes: Uint8Array): Sha {
  return sha(createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex"));
}

function nameOf(tree: Tree): Sha {
  const hash = createHash("sha1").update("working tree\0");
  for (const { path, mode, sha: id } of tree.values()) hash.update(`${mode} ${id} ${path}\0`);
  return sha(hash.digest("hex"));
}
