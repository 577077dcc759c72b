import { incompleteBeta } from "./incomplete-beta.ts";
import { logGamma } from "./log-gamma.ts";
import { normalCdf } from "./normal.ts";

/** Items that only the one version got right, and those that only the other did; whole numbers. */
export type Discordant = { readonly onlyBaseline: number; readonly onlyCandidate: number };

/**
 * Two-sided exact p-value that both versions are right equally often: twice the binomial tail
 * P(X ≤ min(b, c)), X ~ Bin(b + c, ½) (McNemar 1947). For one look at one suite; the gates use
 * e-values, which may be looked at again. 1 where there is nothing to compare, or no counts.
 */
export function mcnemarExact(counts: Discordant): number {
  const { fewer, n } = sidesOf(counts);
  return n === 0 ? 1 : Math.min(1, 2 * tailOf(fewer, n));
}

/** The same, with half of the observed outcome's probability left out: less conservative (mid-p). */
export function mcnemarMidP(counts: Discordant): number {
  const { fewer, n } = sidesOf(counts);
  return n === 0 ? 1 : Math.min(1, 2 * tailOf(fewer, n) - probabilityOf(fewer, n));
}

/** (|b − c| − 1)² / (b + c), Edwards' correction, and its p-value on one degree of freedom. */
export function mcnemarCorrected(counts: Discordant): {
  readonly statistic: number;
  readonly p: number;
} {
  const { fewer, n } = sidesOf(counts);
  if (n === 0) return { statistic: 0, p: 1 };
  const apart = Math.max(0, n - 2 * fewer - 1);
  const statistic = (apart * apart) / n;
  return { statistic, p: 2 * normalCdf(-Math.sqrt(statistic)) };
}

/** Counts that are none say nothing: as if no item differed. */
function sidesOf({ onlyBaseline, onlyCandidate }: Discordant): {
  readonly fewer: number;
  readonly n: number;
} {
  const isCounted = [onlyBaseline, onlyCandidate].every(
    (count) => Number.isSafeInteger(count) && count >= 0,
  );
  if (!isCounted) return { fewer: 0, n: 0 };
  return { fewer: Math.min(onlyBaseline, onlyCandidate), n: onlyBaseline + onlyCandidate };
}

function tailOf(fewer: number, n: number): number {
  return fewer === n ? 1 : incompleteBeta(0.5, n - fewer, fewer + 1);
}

function probabilityOf(k: number, n: number): number {
  const ways = logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
  return Math.exp(ways - n * Math.LN2);
}
