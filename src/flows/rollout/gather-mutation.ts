import type { ReasonCode } from "../../core/gate/reason-code.ts";
import type { SystemRules } from "../../core/ir/charter.ts";
import type { Mutation } from "../../core/ir/mutation.ts";
import { accepted, refused, type Result } from "../../core/kernel/result.ts";
import { isOutsider } from "../gates/screen-mutation.ts";
import { gatherChange, type GatheredChange } from "../reading/gather-change.ts";
import type { Reconciling } from "../reconcile/reconciling.ts";

export type GatheredMutation = {
  readonly gathered: GatheredChange;
  readonly mutation: Mutation;
  readonly rules: SystemRules;
};

/**
 * What people may vouch for beside its evidence, as it is now: only one system's own files, because
 * what changes a protected module has a quorum of its own. Anything else is `refusal`.
 */
export async function gatherMutation(
  { repository, pull, ...reconciling }: Reconciling,
  refusal: ReasonCode,
): Promise<Result<GatheredMutation, ReasonCode>> {
  const isForeign = isOutsider({ ...reconciling, repository, pull });
  if (pull.isDraft || isForeign || pull.baseRef !== repository.defaultBranch) {
    return refused(refusal);
  }
  const gathered = await gatherChange(repository, pull);
  if (gathered.kind !== "gathered") return refused(refusal);
  const { rules, change } = gathered;
  const { mutation } = change;
  if (change.pullRequestClass.kind !== "mutation" || mutation === undefined) {
    return refused(refusal);
  }
  if (gathered.baselineMoved || rules === undefined) return refused("baseline-moved");
  return accepted({ gathered, mutation, rules });
}
