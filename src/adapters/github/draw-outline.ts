import type { Tree, TreeEntry } from "../../core/ir/snapshot.ts";
import type { Sha } from "../../core/kernel/ids.ts";
import type { Connection } from "./connection.ts";
import { nameOfTree } from "./name-of-tree.ts";
import { readTree } from "./read-tree.ts";
import type { ChangedFile, ChangedFiles } from "./sketch.ts";

/** What a comparison does not tell; a wrong guess is noticed. */
const MODE_OF_NEW = "100644";

/**
 * The tree of a commit, drawn by what a comparison told on a tree that is known. GitHub's list of
 * changed files is short, knows nothing of modes and may be wrong, so what was drawn must have the
 * very name of the commit's tree, which no other tree has. Anything else is read from GitHub.
 */
export async function readOutline(connection: Connection, commit: Sha): Promise<Tree> {
  const { trees, sketches } = connection.cache;
  const sketch = trees.get(commit) === undefined ? sketches.get(commit) : undefined;
  const from = sketch && trees.get(sketch.from);
  const drawn = from && draw(from, sketch.files ?? []);
  if (drawn !== undefined && nameOfTree(drawn) === sketch?.root) return drawn;
  return readTree(connection, commit);
}

/** What left its place goes first: another file may have come to it. */
function draw(from: Tree, files: ChangedFiles): Tree {
  const tree = new Map(from);
  for (const { status, filename, previous_filename: previous } of files) {
    if (status === "removed") tree.delete(filename);
    if (status === "renamed") tree.delete(previous ?? filename);
  }
  for (const file of files) {
    if (file.status !== "removed") tree.set(file.filename, entryOf(file, from));
  }
  return tree;
}

function entryOf(file: ChangedFile, from: Tree): TreeEntry {
  const mode = from.get(file.previous_filename ?? file.filename)?.mode ?? MODE_OF_NEW;
  return { path: file.filename, mode, sha: file.sha };
}
