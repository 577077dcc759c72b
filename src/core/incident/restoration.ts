import type { Tree, TreeChange, TreeEntry } from "../ir/snapshot.ts";
import type { Deviation } from "./deviations.ts";
import { isSameRow } from "./licence.ts";

/**
 * True when a change does nothing but put deviating rows back to what they lawfully were. Decided by
 * content alone: who proposes it, the app or a person, makes no difference.
 */
export function isRestoration(
  changes: readonly TreeChange[],
  deviations: readonly Deviation[],
): boolean {
  const lawful = new Map(deviations.map(({ path, lawful: entry }) => [path, entry]));
  return (
    changes.length > 0 &&
    changes.every(({ path, after }) => lawful.has(path) && isSameRow(lawful.get(path), after))
  );
}

/** True when a tree has every deviating row as it lawfully was. */
export function restoresAll(head: Tree, deviations: readonly Deviation[]): boolean {
  return deviations.every(({ path, lawful }) => isSameRow(lawful, head.get(path)));
}

/** One row of the tree to write; nothing at a path takes it away. */
export type RestoredRow = {
  readonly path: string;
  readonly entry?: Pick<TreeEntry, "mode" | "sha">;
};

/** GitHub lets no app write here without a permission that this one must never have. */
const WORKFLOWS = ".github/workflows/";

/** What the app can put back by itself, and what only a person can. */
export function planRestoration(deviations: readonly Deviation[]): {
  readonly rows: readonly RestoredRow[];
  readonly byHand: readonly string[];
} {
  const isByHand = ({ path }: Deviation): boolean => path.startsWith(WORKFLOWS);
  return {
    rows: deviations
      .filter((one) => !isByHand(one))
      .map(({ path, lawful }) =>
        lawful === undefined ? { path } : { path, entry: { mode: lawful.mode, sha: lawful.sha } },
      ),
    byHand: deviations.filter(isByHand).map(({ path }) => path),
  };
}
