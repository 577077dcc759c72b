import { z } from "zod";
import type { Tree, TreeEntry } from "../../core/ir/snapshot.ts";
import { TreeTruncated } from "../../core/ir/tree-truncated.ts";
import { sha, type Sha } from "../../core/kernel/ids.ts";
import type { Connection } from "./connection.ts";

const listingSchema = z.object({
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
type Listing = z.infer<typeof listingSchema>;

/** Folders asked for one by one, and files held, before a tree counts as one that nobody lists. */
const MOST_LISTINGS = 150;
const MOST_FILES = 400_000;

/**
 * The whole tree of a commit. GitHub cuts a listing at 100,000 rows or 7 MB; such a tree is asked
 * for folder by folder. Half a tree would look like deletions, so what stays cut is thrown as such.
 */
export async function readTree(connection: Connection, commit: Sha): Promise<Tree> {
  const { cutTrees } = connection.cache;
  const cut = cutTrees.get(commit);
  if (cut !== undefined) throw new TreeTruncated(cut);
  const whole = await listBelow(connection, commit);
  if (whole !== undefined) return whole;
  const { tree, isWhole } = await walkTree(connection, commit);
  if (isWhole) return tree;
  cutTrees.set(commit, tree, tree.size + 1);
  throw new TreeTruncated(tree);
}

type Folder = { readonly id: string; readonly path: string };
type Walked = { readonly tree: Tree; readonly isWhole: boolean };

/** Nearest folders first, so that what lies near the root is known even of a tree that stays cut. */
async function walkTree(connection: Connection, root: Sha): Promise<Walked> {
  const tree = new Map<string, TreeEntry>();
  const waiting: Folder[] = [{ id: root, path: "" }];
  for (let asked = 1; asked <= MOST_LISTINGS; asked += 1) {
    const folder = waiting.shift();
    if (folder === undefined) return { tree, isWhole: true };
    const { rows, folders, isCut } = await openFolder(connection, folder);
    for (const entry of rows) {
      const path = `${folder.path}${entry.path}`;
      tree.set(path, { ...entry, path });
    }
    waiting.push(...folders);
    if (isCut || tree.size > MOST_FILES) return { tree, isWhole: false };
  }
  return { tree, isWhole: waiting.length === 0 };
}

type Opened = {
  readonly rows: Iterable<TreeEntry>;
  readonly folders: readonly Folder[];
  readonly isCut: boolean;
};

/** All that is below a folder where GitHub lists it at once, else what lies in it and its folders. */
async function openFolder(connection: Connection, { id, path }: Folder): Promise<Opened> {
  // That the root is cut is why we are here.
  const below = path === "" ? undefined : await listBelow(connection, id);
  if (below !== undefined) return { rows: below.values(), folders: [], isCut: false };
  const split = await listing(connection, id);
  return { rows: rowsOf(split), folders: foldersIn(split, path), isCut: split.truncated };
}

/** Everything below a commit or a folder, by its path from there; nothing where GitHub cuts it. */
async function listBelow(connection: Connection, id: string): Promise<Tree | undefined> {
  const { trees } = connection.cache;
  const held = trees.get(id);
  if (held !== undefined) return held;
  const whole = await listing(connection, id, { recursive: "1" });
  if (whole.truncated) return undefined;
  const tree: Tree = new Map(rowsOf(whole).map((entry) => [entry.path, entry]));
  trees.set(id, tree, tree.size + 1);
  return tree;
}

async function listing(
  { octokit, name }: Connection,
  id: string,
  how: { readonly recursive?: string } = {},
): Promise<Listing> {
  const answer = await octokit.rest.git.getTree({ ...name, tree_sha: id, ...how });
  return listingSchema.parse(answer.data);
}

function foldersIn(listed: Listing, within: string): readonly Folder[] {
  return listed.tree
    .filter(({ type }) => type === "tree")
    .map((row) => ({ id: row.sha, path: `${within}${row.path}/` }));
}

function rowsOf(listed: Listing): readonly TreeEntry[] {
  return listed.tree
    .filter(({ type }) => type !== "tree")
    .map((row) => ({
      path: row.path,
      mode: row.mode,
      sha: sha(row.sha),
      ...(row.size === undefined ? {} : { size: row.size }),
    }));
}
