import { claimedAuthority } from "../authority/claimed-authority.ts";
import { copiedModules } from "../authority/copied-modules.ts";
import { cumulativeDrift } from "../authority/cumulative-drift.ts";
import { delegatedReach } from "../authority/delegated-reach.ts";
import { evadedBounds } from "../authority/evaded-bounds.ts";
import { exceededBounds } from "../authority/exceeded-bounds.ts";
import { raisedTiers } from "../authority/raised-tiers.ts";
import { redirectedModels } from "../authority/redirected-models.ts";
import { replacedModules } from "../authority/replaced-modules.ts";
import { understatedTools } from "../authority/understated-tools.ts";
import { wildcardGrants } from "../authority/wildcard-grants.ts";
import type { Constraint } from "../constraint.ts";

/**
 * C5: nobody raises their own authority: not by touching what only people may touch, not by grant,
 * default, delegation, claim, copy, understatement or looser contract, and not in many small steps.
 */
export const c5Tiers: Constraint = {
  id: "C5",
  title: "No one raises their own tier",
  clauses: [
    { find: raisedTiers },
    { below: [], find: wildcardGrants },
    { find: delegatedReach },
    { below: ["tools", "capabilities"], find: understatedTools },
    { below: ["models"], find: redirectedModels },
    { below: ["graph"], find: replacedModules },
    { find: copiedModules },
    { find: exceededBounds },
    { below: ["graph"], find: evadedBounds },
    { below: ["extensions", "metadata"], find: claimedAuthority },
    { find: cumulativeDrift },
  ],
};
