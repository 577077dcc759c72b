import {
  isBettable,
  predictableBets,
  type ShareInterval,
  UNKNOWN_SHARE,
} from "./predictable-bets.ts";

/** No bet risks more than this share of what it could lose. */
const MOST_AT_RISK = 0.5;

/** Halvings of [0, 1]: an end is right to 1e-12. */
const HALVINGS = 40;

/**
 * Capital of who bets half on "the mean is above `mean`" and half on "below", after all values:
 * K = max(½ ∏(1 + λ⁺(x − m)), ½ ∏(1 − λ⁻(x − m))), λ⁺ = min(λ, c/m), λ⁻ = min(λ, c/(1 − m)).
 * It reaches 1/α with chance at most α when the mean is `mean`. NaN for values outside [0, 1].
 */
export function hedgedCapital(
  values: readonly number[],
  { mean, alpha }: { readonly mean: number; readonly alpha: number },
): number {
  if (!isBettable(values, alpha)) return Number.NaN;
  const bets = predictableBets(values, alpha);
  const turned = values.map((value) => 1 - value);
  return Math.max(wealthAbove(mean, values, bets), wealthAbove(1 - mean, turned, bets)) / 2;
}

/**
 * Betting confidence sequence of a mean of values in [0, 1], at the last of them: the means that
 * the hedged capital has not refuted (Waudby-Smith & Ramdas 2024). It may be looked at after every
 * value. For people: its bets go through a logarithm, so no decision reads it.
 */
export function hedgedInterval(values: readonly number[], alpha: number): ShareInterval {
  if (!isBettable(values, alpha)) return UNKNOWN_SHARE;
  const bets = predictableBets(values, alpha);
  const turned = values.map((value) => 1 - value);
  const limit = 2 / alpha;
  return {
    lower: leastUnrefuted(values, bets, limit),
    upper: 1 - leastUnrefuted(turned, bets, limit),
  };
}

/** The wealth falls as `mean` rises, so the refuted means lie on one side of a point. */
function leastUnrefuted(values: readonly number[], bets: readonly number[], limit: number): number {
  let low = 0;
  let high = 1;
  for (let step = 0; step < HALVINGS; step += 1) {
    const middle = (low + high) / 2;
    if (wealthAbove(middle, values, bets) >= limit) low = middle;
    else high = middle;
  }
  return low;
}

function wealthAbove(mean: number, values: readonly number[], bets: readonly number[]): number {
  const most = MOST_AT_RISK / mean;
  let wealth = 1;
  for (const [at, value] of values.entries()) {
    wealth *= 1 + Math.min(bets[at] ?? 0, most) * (value - mean);
  }
  return wealth;
}
