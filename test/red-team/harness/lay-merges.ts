import type { Case, FileEdit, History } from "../case.ts";
import { applyEdits, type Rows } from "./apply-edits.ts";
import type { Commit } from "./import-stream.ts";

type At = { readonly branch: string; readonly rows: Rows };

type Laying = { readonly one: Case; readonly index: number; readonly commits: Commit[] };

type Laid = { readonly base: At; readonly attack: At; readonly twin: At };

/** Two branches from one commit, and merges between them that change what neither side did. */
export function layMerges({ one, index, commits }: Laying, history: History, fork: At): Laid {
  const grow = (name: string, from: At, edits: readonly FileEdit[], merged?: At): At => {
    const branch = `case-${index}/${name}`;
    const rows = applyEdits(from.rows, edits);
    const second = merged === undefined ? {} : { merged: merged.branch };
    commits.push({ branch, from: from.branch, former: from.rows, rows, ...second });
    return { branch, rows };
  };
  const main = grow("main", fork, history.onBase);
  const branch = grow("branch", fork, history.onBranch);
  const base = history.isCrossed ? grow("base", main, history.onBranch, branch) : main;
  return {
    base,
    attack: grow("attack", branch, [...history.onBase, ...one.attack], main),
    twin: grow("twin", branch, [...history.onBase, ...one.twin], base),
  };
}
