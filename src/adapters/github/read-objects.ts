import { createHash } from "node:crypto";
import { z } from "zod";
import { sha, type Sha } from "../../core/kernel/ids.ts";
import type { Tree, TreeEntry } from "../../core/ir/snapshot.ts";
import { answeredStatus } from "./answer-status.ts";
import type { Connection } from "./connection.ts";

const treeSchema = z.object({
  truncated: z.boolean(),
  tree: z.array(
    z.object({
      path: z.string(),
      mode: z.string(),
      type: z.string(),
      sha: z.string(),
      size: z.number().optional(),
    }),
  ),
});

/** The whole tree of a commit. Half a tree would look like deletions, so a cut one is a fault. */
export async function readTree(connection: Connection, commit: Sha): Promise<Tree> {
  const { octokit, name, cache } = connection;
  const held = cache.trees.get(commit);
  if (held !== undefined) return held;
  const answer = await octokit.rest.git.getTree({ ...name, tree_sha: commit, recursive: "1" });
  const listing = treeSchema.parse(answer.data);
  if (listing.truncated) throw new Error("tree-truncated: GitHub cut the listing of a tree");
  const entries = listing.tree.filter(({ type }) => type !== "tree").map(entryOf);
  const tree: Tree = new Map(entries.map((entry) => [entry.path, entry]));
  cache.trees.set(commit, tree, tree.size + 1);
  return tree;
}

function entryOf(row: z.infer<typeof treeSchema>["tree"][number]): TreeEntry {
  return {
    path: row.path,
    mode: row.mode,
    sha: sha(row.sha),
    ...(row.size === undefined ? {} : { size: row.size }),
  };
}

const blobSchema = z.object({ content: z.string(), encoding: z.literal("base64") });

/** The bytes of a blob, which must have the name they were asked for by: nothing was cut on the way. */
export async function readBlob(connection: Connection, id: Sha): Promise<Uint8Array> {
  const { octokit, name, cache } = connection;
  const held = cache.blobs.get(id);
  if (held !== undefined) return held;
  const answer = await octokit.rest.git.getBlob({ ...name, file_sha: id });
  const bytes = new Uint8Array(Buffer.from(blobSchema.parse(answer.data).content, "base64"));
  if (nameOf(bytes) !== id) throw new Error("GitHub answered the bytes of another blob");
  cache.blobs.set(id, bytes, bytes.length);
  return bytes;
}

const compareSchema = z.object({ merge_base_commit: z.object({ sha: z.string() }) });

/** The newest common ancestor of two commits, or nothing when they share none. */
export async function readMergeBase(
  connection: Connection,
  commits: { readonly base: Sha; readonly head: Sha },
): Promise<Sha | undefined> {
  const { octokit, name, cache } = connection;
  const basehead = `${commits.base}...${commits.head}`;
  const held = cache.mergeBases.get(basehead);
  if (held !== undefined) return held;
  const answer = await unlessUnrelated(
    octokit.rest.repos.compareCommitsWithBasehead({ ...name, basehead, per_page: 1 }),
  );
  if (answer === undefined) return undefined;
  const base = sha(compareSchema.parse(answer.data).merge_base_commit.sha);
  cache.mergeBases.set(basehead, base, 1);
  return base;
}

/** A commit that is not there answers 404 too; only GitHub's words tell that both were found. */
async function unlessUnrelated<Value>(request: Promise<Value>): Promise<Value | undefined> {
  try {
    return await request;
  } catch (error) {
    const words = error instanceof Error ? error.message : "";
    if (answeredStatus(error) === 404 && /no common ancestor/i.test(words)) return undefined;
    throw error;
  }
}

/** Git's name of a blob. */
function nameOf(bytes: Uint8Array): string {
  return createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}
