import type { Instant } from "../../core/kernel/instant.ts";
import { systemToRun } from "../../core/ir/pull-request-class.ts";
import { draftOf, type Facts } from "../../core/ledger/drafts.ts";
import type { Draft } from "../../core/ledger/entry.ts";
import { isPerson } from "./ask-budget.ts";
import type { Governing } from "./governing.ts";
import type { CheckedHead } from "./plan-checks.ts";
import { subjectOf } from "../reconcile/reconciling.ts";

/** Where the check runs of this change go, and how strictly they conclude. */
export function headOf({ reconciling, gathered }: Governing): CheckedHead {
  const { pull } = reconciling;
  return { pull: pull.number, sha: pull.headSha, mode: gathered.change.charter.mode };
}

/** Whom the entries about this change name. */
export function subjectOfChange({ reconciling, gathered }: Governing): Draft["subject"] {
  return subjectOf(reconciling, systemToRun(gathered.change.pullRequestClass));
}

/** What the pull request was found to be, and what the gates were about to look at. */
export function classificationDraft(governing: Governing, at: Instant): Draft {
  const { change } = governing.gathered;
  return draftOf(
    "classification",
    { at, subject: subjectOfChange(governing) },
    {
      class: change.pullRequestClass.kind,
      base_sha: change.base.commit,
      tip_sha: governing.gathered.tip.commit,
      charter: change.charterDigest,
      inputs: governing.inputs,
      bound: governing.bound,
      ...proposalFacts(governing),
    },
  );
}

/** What a clone needs to judge the same change alike: its versions, and what was claimed by whom. */
function proposalFacts({ reconciling, gathered }: Governing): Facts {
  const { mutation, charter } = gathered.change;
  if (mutation === undefined) return {};
  return {
    system_before: mutation.before.digest,
    system_after: mutation.after.digest,
    proposer: isPerson(reconciling.pull, charter) ? "person" : "agent",
    objective: mutation.claim.objective ?? "",
    claimed_class: mutation.claim.mutationClass ?? "",
  };
}
