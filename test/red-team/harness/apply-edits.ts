import type { FileEdit } from "../case.ts";

/** A row of a git tree with its content. A submodule's content is the commit it stands at. */
export type Row = { readonly mode: string; readonly content: Buffer };

/** A commit's files by path. */
export type Rows = ReadonlyMap<string, Row>;

const PLAIN_FILE = "100644";

/** Applies edits in order. A case that no longer fits the starter is a fault, not a pass. */
export function applyEdits(rows: Rows, edits: readonly FileEdit[]): Rows {
  const result = new Map(rows);
  for (const edit of edits) {
    if ("remove" in edit) {
      if (!result.delete(edit.path)) throw new Error(`there is no ${edit.path} to remove`);
    } else {
      // Writing anew under another spelling of the same path is what some cases are about.
      result.set(edit.path, rowOf(edit, result.get(edit.path)));
    }
  }
  return result;
}

function rowOf(edit: Exclude<FileEdit, { readonly remove: true }>, row: Row | undefined): Row {
  if ("replace" in edit) {
    return { mode: row?.mode ?? PLAIN_FILE, content: replaced(edit.path, row, edit.replace) };
  }
  if ("mode" in edit) {
    const content = edit.write === undefined ? row?.content : Buffer.from(edit.write);
    if (content === undefined) throw new Error(`${edit.path} has no content`);
    return { mode: edit.mode, content };
  }
  return { mode: PLAIN_FILE, content: Buffer.from(edit.write) };
}

function replaced(path: string, row: Row | undefined, [from, to]: readonly [string, string]) {
  const parts = row?.content.toString("utf8").split(from) ?? [];
  if (parts.length !== 2) {
    throw new Error(`"${from}" stands ${Math.max(0, parts.length - 1)} times in ${path}`);
  }
  return Buffer.from(parts.join(to));
}
