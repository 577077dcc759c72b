/** Authority tiers, from tuning to governing. Given by the charter, never by a module to itself. */
export const TIERS = ["T0", "T1", "T2", "T3"] as const;

/** T0 tune · T1 behaviour · T2 reach · T3 govern; no mutation may touch T3. */
export type Tier = (typeof TIERS)[number];

export function higherTier(left: Tier, right: Tier): Tier {
  return TIERS.indexOf(left) >= TIERS.indexOf(right) ? left : right;
}
