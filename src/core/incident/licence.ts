import { CHARTER_PATH } from "../ir/charter.ts";
import type { TreeChange, TreeEntry } from "../ir/snapshot.ts";
import type { PullKey, Sha } from "../kernel/ids.ts";

/** What may stand at a path: a row of a git tree, or nothing at all. */
export type LicensedRow = { readonly path: string; readonly entry?: TreeEntry };

/**
 * What people approved to stand on the default branch, row by row. It is written with the approval
 * and used up by the merge, so that old content does not stay lawful for ever.
 */
export type Licence = {
  readonly key: PullKey;
  readonly headSha: Sha;
  /** Blob of the charter whose stewards approved it. */
  readonly judgedBy: Sha;
  readonly rows: readonly LicensedRow[];
};

/**
 * The licences that the lawful charter gave, or one that it allowed in turn. The enemy is a charter
 * that was pushed around the app and let its own people approve before anybody looked.
 */
export function honoured(
  licences: readonly Licence[],
  charter: Sha | undefined,
): readonly Licence[] {
  const lawful = new Set([charter]);
  const valid = new Set<Licence>();
  for (let before = -1; before < valid.size;) {
    before = valid.size;
    for (const licence of licences.filter(({ judgedBy }) => lawful.has(judgedBy))) {
      valid.add(licence);
      const next = licence.rows.find(({ path }) => path === CHARTER_PATH)?.entry;
      if (next !== undefined) lawful.add(next.sha);
    }
  }
  return [...valid];
}

/** Exactly the rows that an approved head changes; a line that a merge added was seen by nobody. */
export function licensedRows(changes: readonly TreeChange[]): readonly LicensedRow[] {
  return changes.map(({ path, after }) => ({
    path,
    ...(after === undefined ? {} : { entry: after }),
  }));
}

export function isLicensed(
  licences: readonly Licence[],
  path: string,
  found: TreeEntry | undefined,
): boolean {
  return licences.some(({ rows }) =>
    rows.some((row) => row.path === path && isSameRow(row.entry, found)),
  );
}

/** The same bytes under the same mode, or both absent. */
export function isSameRow(left: TreeEntry | undefined, right: TreeEntry | undefined): boolean {
  return left?.sha === right?.sha && left?.mode === right?.mode;
}
