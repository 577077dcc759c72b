import type { Draft } from "../core/ledger/entry.ts";
import type { Governing } from "./governing.ts";
import type { CheckedHead } from "./plan-checks.ts";
import { subjectOf } from "./reconciling.ts";

/** Where the check runs of this change go, and how strictly they conclude. */
export function headOf({ reconciling, gathered }: Governing): CheckedHead {
  const { pull } = reconciling;
  return { pull: pull.number, sha: pull.headSha, mode: gathered.change.charter.mode };
}

/** Whom the entries about this change name. */
export function subjectOfChange({ reconciling, gathered }: Governing): Draft["subject"] {
  const { pullRequestClass } = gathered.change;
  return subjectOf(
    reconciling,
    pullRequestClass.kind === "mutation" ? pullRequestClass.system : undefined,
  );
}
