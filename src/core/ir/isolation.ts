import { TIERS, type Tier } from "./tier.ts";

/**
 * The walls around candidate code, from fewer to more. A command of the team's has no engine around
 * it, so that the kernel's namespaces are all there is.
 */
export const ISOLATIONS = [
  "wasm+process",
  "process+bubblewrap",
  "wasm+process+bubblewrap",
] as const;

export type Isolation = (typeof ISOLATIONS)[number];

/** The least isolation by tier; what is demanded of one tier is demanded of all above it. */
export type IsolationRules = Readonly<Partial<Record<Tier, Isolation | undefined>>>;

/** What a change of this tier has to be run in, at the least. */
export function demandedIsolation(rules: IsolationRules | undefined, tier: Tier): Isolation {
  const within = TIERS.slice(0, TIERS.indexOf(tier) + 1);
  const places = within.map((one) => placeOf(rules?.[one] ?? ISOLATIONS[0]));
  return ISOLATIONS[Math.max(...places)] ?? ISOLATIONS[0];
}

/** A command is never run with fewer walls than these, whatever a charter says. */
export const COMMAND_ISOLATION: Isolation = "process+bubblewrap";

/** The greater of two demands. */
export function stricterOf(one: Isolation, other: Isolation): Isolation {
  return isIsolated(one, other) ? one : other;
}

export function isIsolated(reached: Isolation, demanded: Isolation): boolean {
  return placeOf(reached) >= placeOf(demanded);
}

function placeOf(isolation: Isolation): number {
  return ISOLATIONS.indexOf(isolation);
}
