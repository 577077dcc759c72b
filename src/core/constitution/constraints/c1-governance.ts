import type { Constraint } from "../constraint.ts";
import { governanceReferences } from "../governance/governance-references.ts";
import { protectedModules } from "../governance/protected-modules.ts";
import { reachingFiles } from "../governance/reaching-files.ts";
import { touchedPaths } from "../governance/touched-paths.ts";

/**
 * C1: what governs an agent is never changed by the agent's own change, neither directly nor by
 * another name, another kind of file, a reference, or by unplugging it.
 */
export const c1Governance: Constraint = {
  id: "C1",
  title: "Governance preserves itself",
  clauses: [
    { find: touchedPaths },
    { find: reachingFiles },
    { find: protectedModules },
    {
      below: ["capabilities", "parameters", "models", "extensions", "artifacts", "contract"],
      find: governanceReferences,
    },
  ],
};
