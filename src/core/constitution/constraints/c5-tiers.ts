import { claimedAuthority } from "../authority/claimed-authority.ts";
import { cumulativeDrift } from "../authority/cumulative-drift.ts";
import { delegatedReach } from "../authority/delegated-reach.ts";
import { exceededBounds } from "../authority/exceeded-bounds.ts";
import { raisedTiers } from "../authority/raised-tiers.ts";
import type { Constraint } from "../constraint.ts";

/**
 * C5: nobody raises their own authority: not by touching what only people may touch, not by grant,
 * default, delegation, claim or looser contract, and not in many small steps.
 */
export const c5Tiers: Constraint = {
  id: "C5",
  title: "No one raises their own tier",
  check(change, history) {
    return [
      ...raisedTiers(change),
      ...delegatedReach(change),
      ...exceededBounds(change),
      ...claimedAuthority(change),
      ...cumulativeDrift(change, history),
    ];
  },
};
