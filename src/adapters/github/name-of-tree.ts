import { createHash } from "node:crypto";
import type { Tree } from "../../core/ir/snapshot.ts";

const ROOT = "";
const FOLDER = "40000";

type Row = { readonly name: string; readonly mode: string; readonly id: string };

/** Rows by the path of their folder. */
type Folders = Map<string, Row[]>;

/** Git's name of a tree that holds exactly these files: one that differs anywhere has another. */
export function nameOfTree(tree: Tree): string {
  const folders: Folders = new Map([[ROOT, []]]);
  for (const { path, mode, sha } of tree.values()) addRow(folders, path, { mode, id: sha });
  // A folder's path is longer than that of the folder it lies in, which needs its name.
  const inward = [...folders.keys()].toSorted((left, right) => right.length - left.length);
  for (const path of inward) {
    if (path === ROOT) continue;
    addRow(folders, path, { mode: FOLDER, id: nameOfFolder(folders.get(path) ?? []) });
  }
  return nameOfFolder(folders.get(ROOT) ?? []);
}

function addRow(folders: Folders, path: string, row: Omit<Row, "name">): void {
  const within = folderOf(path);
  for (let at = within; !folders.has(at); at = folderOf(at)) folders.set(at, []);
  folders.get(within)?.push({ ...row, name: path.slice(path.lastIndexOf("/") + 1) });
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf("/"), 0));
}

/** Git orders by bytes, and a folder as if its name ended in a slash. */
function nameOfFolder(rows: readonly Row[]): string {
  const ordered = rows
    .map(({ name, mode, id }) => ({
      order: Buffer.from(mode === FOLDER ? `${name}/` : name),
      bytes: Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.from(id, "hex")]),
    }))
    .toSorted((left, right) => Buffer.compare(left.order, right.order));
  const bytes = Buffer.concat(ordered.map((row) => row.bytes));
  return createHash("sha1").update(`tree ${bytes.length}\0`).update(bytes).digest("hex");
}
