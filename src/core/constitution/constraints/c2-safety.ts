import type { Constraint } from "../constraint.ts";
import { leakedAnswers } from "../safety/leaked-answers.ts";
import { safetyTargets } from "../safety/safety-targets.ts";
import { starvedRuns } from "../safety/starved-runs.ts";
import { weakenedPolicies } from "../safety/weakened-policies.ts";

/**
 * C2: what watches over the agent (evaluation, judge, archivist, sandbox, policies) is neither
 * disabled nor weakened, starved, re-pointed, or told the answers.
 */
export const c2Safety: Constraint = {
  id: "C2",
  title: "Safety services stay whole",
  check(change) {
    return [
      ...safetyTargets(change),
      ...weakenedPolicies(change),
      ...starvedRuns(change),
      ...leakedAnswers(change),
    ];
  },
};
