import { normalQuantile } from "./normal.ts";

const Z95 = normalQuantile(0.975);

export type PairedMean = {
  readonly mean: number;
  /** Standard deviation of the units over √n, with n − 1; 0 for a single unit. */
  readonly standardError: number;
  readonly lower: number;
  readonly upper: number;
  readonly n: number;
};

/**
 * Mean difference with its 95 % interval, over units that are independent of each other. Only
 * people read the interval: it promises nothing when one looks repeatedly, the e-values do.
 */
export function pairedMean(differences: readonly number[]): PairedMean {
  const n = differences.length;
  if (n === 0) return { mean: 0, standardError: 0, lower: -1, upper: 1, n };
  const mean = sumOf(differences) / n;
  const squares = sumOf(differences.map((value) => (value - mean) * (value - mean)));
  const standardError = n > 1 ? Math.sqrt(squares / (n - 1) / n) : 0;
  const half = n > 1 ? Z95 * standardError : 1;
  return { mean, standardError, lower: mean - half, upper: mean + half, n };
}

function sumOf(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
