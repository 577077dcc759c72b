import { type Approvals, suffice } from "../../core/constitution/approvals.ts";
import type { ReasonCode } from "../../core/gate/reason-code.ts";
import type { SystemRules } from "../../core/ir/charter.ts";
import type { Mutation } from "../../core/ir/mutation.ts";
import { parseEmergency } from "../../core/ir/parse-claim.ts";
import { type Digest, digestOf } from "../../core/kernel/digest.ts";
import type { Sha } from "../../core/kernel/ids.ts";
import { accepted, refused, type Result } from "../../core/kernel/result.ts";
import { boundOf } from "../reading/bound-of.ts";
import { gatherMutation } from "./gather-mutation.ts";
import { loadEmergencyApprovals } from "../reading/load-approvals.ts";
import type { Reconciling } from "../reconcile/reconciling.ts";

/** A mutation that people vouch for in place of evidence. */
export type Emergency = {
  readonly mutation: Mutation;
  readonly rules: SystemRules;
  readonly charter: Digest;
  readonly tip: Sha;
  readonly bound: Digest;
  readonly approvals: Approvals;
  /** Of reason and ticket; the text itself stays on the pull request. */
  readonly explanation: Digest;
};

/** Reads from GitHub what an emergency needs: the change as it is now, a reason, and the quorum. */
export async function prepareEmergency(
  reconciling: Reconciling,
): Promise<Result<Emergency, ReasonCode>> {
  const { pull } = reconciling;
  const change = await gatherMutation(reconciling, "emergency-refused");
  if (!change.ok) return change;
  const { gathered, mutation, rules } = change.value;
  const explanation = parseEmergency(pull.body);
  if (explanation === undefined) return refused("emergency-unexplained");
  const approvals = await loadEmergencyApprovals({ reconciling, gathered });
  if (!suffice(approvals)) return refused("approvals-missing");
  return accepted({
    mutation,
    rules,
    charter: gathered.change.charterDigest,
    tip: gathered.tip.commit,
    bound: boundOf(pull, gathered),
    approvals,
    explanation: digestOf(explanation),
  });
}
