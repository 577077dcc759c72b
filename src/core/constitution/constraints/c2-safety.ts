import type { Constraint } from "../constraint.ts";
import { addressedJudges } from "../safety/addressed-judges.ts";
import { leakedAnswers } from "../safety/leaked-answers.ts";
import { refusedItems } from "../safety/refused-items.ts";
import { safetyTargets } from "../safety/safety-targets.ts";
import { starvedRuns } from "../safety/starved-runs.ts";
import { starvedTools } from "../safety/starved-tools.ts";
import { suiteReferences } from "../safety/suite-references.ts";
import { touchedServices } from "../safety/touched-services.ts";
import { weakenedPolicies } from "../safety/weakened-policies.ts";

/**
 * C2: what watches over the agent (evaluation, judge, archivist, sandbox, policies) is neither
 * disabled nor weakened, starved, re-pointed, spoken to, or robbed of its questions.
 */
export const c2Safety: Constraint = {
  id: "C2",
  title: "Safety services stay whole",
  clauses: [
    { below: [], find: touchedServices },
    {
      below: [
        "capabilities",
        "artifacts",
        "secrets",
        "extensions",
        "parameters",
        "models",
        "tools",
        "graph",
        "memory",
      ],
      find: safetyTargets,
    },
    { below: ["policies"], find: weakenedPolicies },
    { below: ["tools"], find: starvedTools },
    { below: ["graph", "resources", "models"], find: starvedRuns },
    { below: ["contract"], find: refusedItems },
    { find: addressedJudges },
    { find: suiteReferences },
    { find: leakedAnswers },
  ],
};
