import { isJsonObject } from "../kernel/json.ts";
import type { TreeChange, TreeEntry } from "../ir/snapshot.ts";
import type { Entry } from "./entry.ts";

/** A row of the default branch: what production ran before, and what was taken back. No text: no file. */
type TakenRow = { readonly path: string; readonly lawful: string; readonly found: string };

/** The rows of one promotion that outcomes or a person took back. */
export type TakenBack = readonly TakenRow[];

/** What a record tells of promotions that were taken back; of a list that it cut short, nothing. */
export function takenBackIn(entries: readonly Entry[]): readonly TakenBack[] {
  return entries
    .filter(({ source, kind }) => source === "app" && kind === "incident")
    .filter(({ body }) => body["reason_code"] === "promotion-taken-back")
    .flatMap(({ body }) => {
      const rows = rowsIn(body["rows"]);
      return rows.length > 0 && rows.length === body["rows_total"] ? [rows] : [];
    });
}

function rowsIn(told: unknown): TakenBack {
  if (!Array.isArray(told)) return [];
  return told.filter(isJsonObject).map((row) => ({
    path: textOf(row["path"]),
    lawful: textOf(row["lawful"]),
    found: textOf(row["found"]),
  }));
}

/**
 * True when a change puts back every row of such a promotion, on a branch that holds it, and does
 * nothing else. Some of the rows would make up a version that nobody ever ran.
 */
export function putsBack(taken: readonly TakenBack[], changes: readonly TreeChange[]): boolean {
  return taken.some(
    (rows) =>
      rows.length === changes.length &&
      rows.every((row) => changes.some((change) => isBack(row, change))),
  );
}

function isBack({ path, lawful, found }: TakenRow, { path: changed, before, after }: TreeChange) {
  return changed === path && idOf(before) === found && idOf(after) === lawful && isPlain(after);
}

/** The record names contents and not modes: a file that became a link is none that stood there. */
function isPlain(entry: TreeEntry | undefined): boolean {
  return entry === undefined || entry.mode === "100644";
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function idOf(entry: TreeEntry | undefined): string {
  return entry?.sha ?? "";
}
