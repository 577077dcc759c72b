import { normalQuantile } from "./normal.ts";

/** How scores vary, as variances: across items in the difference, and within an item by version. */
export type ScoreVariance = {
  readonly acrossItems: number;
  readonly withinBaseline: number;
  readonly withinCandidate: number;
};

/** Two-sided error α, and a `power` chance to see a true difference of `effect`. */
export type FixedGoal = { readonly effect: number; readonly alpha: number; readonly power: number };

/**
 * Items for one look at a paired comparison when each is answered `epochs` times by either version:
 * (z_{α/2} + z_β)² (ω² + σ²_A / K + σ²_B / K) / δ² (Miller 2024, arXiv 2411.00640). Not rounded.
 * Infinite epochs are allowed: what is left then is the items. Infinity where no number of items
 * would do, or a figure is none.
 */
export function fixedSampleSize(
  { acrossItems, withinBaseline, withinCandidate }: ScoreVariance,
  { effect, alpha, power }: FixedGoal,
  epochs: number,
): number {
  const variance = acrossItems + (withinBaseline + withinCandidate) / epochs;
  const isGoal = alpha > 0 && alpha < 1 && power > 0 && power < 1 && effect !== 0;
  if (!isGoal || !(epochs >= 1) || !(variance >= 0)) return Infinity;
  const z = normalQuantile(1 - alpha / 2) + normalQuantile(power);
  const items = (z * z * variance) / (effect * effect);
  return Number.isNaN(items) ? Infinity : items;
}
