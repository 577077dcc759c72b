import {
  isBettable,
  predictableBets,
  type ShareInterval,
  UNKNOWN_SHARE,
} from "./predictable-bets.ts";

const LARGEST_BET = 0.5;

/**
 * Predictable-mixture empirical-Bernstein confidence sequence of a mean of values in [0, 1], at the
 * last of them: Σλx / Σλ ± (ln(2/α) + Σ v ψ(λ)) / Σλ with v = (x − mean before)² and ψ(λ) =
 * −ln(1 − λ) − λ (Waudby-Smith & Ramdas 2024). In closed form, wider than the hedged interval.
 */
export function bernsteinInterval(values: readonly number[], alpha: number): ShareInterval {
  if (!isBettable(values, alpha)) return UNKNOWN_SHARE;
  const bets = predictableBets(values, alpha).map((bet) => Math.min(bet, LARGEST_BET));
  const turned = values.map((value) => 1 - value);
  return {
    lower: Math.max(0, lowerEnd(values, bets, alpha)),
    upper: Math.min(1, 1 - lowerEnd(turned, bets, alpha)),
  };
}

/** The running mean starts at 0, so that the first value is counted as a surprise. */
function lowerEnd(values: readonly number[], bets: readonly number[], alpha: number): number {
  let [weights, weighted, price, sum] = [0, 0, Math.log(2 / alpha), 0];
  for (const [at, value] of values.entries()) {
    const bet = bets[at] ?? 0;
    const surprise = value - (at === 0 ? 0 : sum / at);
    price += surprise * surprise * (-Math.log1p(-bet) - bet);
    weights += bet;
    weighted += bet * value;
    sum += value;
  }
  return (weighted - price) / weights;
}
