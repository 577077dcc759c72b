import type { EpochPlace } from "../evaluation/evaluation.ts";
import { eLondBar } from "../evaluation/statistics/e-lond.ts";
import type { ErrorPromise } from "./decision.ts";

export type Profile = ErrorPromise["profile"];

/** Constitutional: no charter, amendment or adaptation goes below. Margins stand in the charter's schema. */
export const FLOORS = { alpha: 0.1, bar: 20, guardBar: 20, reverseBar: 20 } as const;

/** Named presets. `epoch` is the number of tests over which the run-level promise is spread. */
const PROMISES: Readonly<Record<Profile, ErrorPromise>> = {
  strict: { profile: "strict", alpha: 0.1, epoch: 100 },
  standard: { profile: "standard", alpha: 0.1, epoch: 20 },
  small: { profile: "small", alpha: 0.05 },
};

export function promiseOf(profile: Profile): ErrorPromise {
  return PROMISES[profile];
}

/**
 * What the e-value of the objective has to reach, the stricter the more of the system's acceptances
 * failed in front of live units. Over an epoch of T tests it is T / (α (R + 1))
 * after R accepts: e-LOND with an even split of α, which bounds the share of false accepts whatever
 * the tests have in common. Without an epoch it is 1 / α for each decision.
 */
export function barOf(profile: Profile, epoch: Pick<EpochPlace, "accepts" | "caution">): number {
  const { alpha, epoch: tests } = PROMISES[profile];
  const bar = tests === undefined ? 1 / alpha : eLondBar({ alpha, spread: tests }, epoch.accepts);
  return Math.max(FLOORS.bar, bar) * Math.max(1, epoch.caution?.factor ?? 1);
}

/** True when this pair may not query the sealed suite: the epoch's tests went to other pairs. */
export function isEpochSpent(profile: Profile, epoch: EpochPlace): boolean {
  const { epoch: tests } = PROMISES[profile];
  if (tests === undefined) return false;
  if (epoch.placeOfPair !== undefined) return epoch.placeOfPair > tests;
  return epoch.testsSpent >= tests;
}
