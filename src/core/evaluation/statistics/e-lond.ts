/** One test's part of the error that a run may make: with `share` γ, Σ γ ≤ 1 over the run. */
export type Spending = {
  readonly alpha: number;
  /** 1 / γ: how many tests the run could hold if each had this share. T in an epoch of T. */
  readonly spread: number;
};

/**
 * e-LOND's bar for the next test after `accepts` in the run: 1 / (α γ (R + 1)) (Xu & Ramdas 2024).
 *
 * Accepting at e ≥ bar keeps the expected share of false accepts ≤ α whatever the tests have in
 * common: Σ over false accepts of 1/R ≤ Σ α γ e. The e-value must be that of the stopping time;
 * the largest on the way has no such promise. Infinity, which nothing reaches, for figures that
 * are no spending. Division and multiplication only: the judge replays it bit for bit.
 */
export function eLondBar({ alpha, spread }: Spending, accepts: number): number {
  const isSpending = alpha > 0 && alpha < 1 && spread >= 1 && accepts >= 0;
  return isSpending ? spread / (alpha * (accepts + 1)) : Infinity;
}
