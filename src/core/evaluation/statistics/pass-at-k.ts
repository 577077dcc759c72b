/** One item asked `trials` times, right in `successes` of them. */
export type Trials = { readonly trials: number; readonly successes: number };

/**
 * Chance that at least one of k attempts is right: 1 − C(n − c, k) / C(n, k), unbiased over which
 * k of the n trials they are (Chen et al. 2021). As a product, so that no binomial overflows.
 * NaN where k is not in 1…n.
 */
export function passAtK({ trials, successes }: Trials, k: number): number {
  return 1 - shareOfDraws(trials, trials - successes, k);
}

/** Chance that all k attempts are right, C(c, k) / C(n, k): what reliability asks for. */
export function passHatK({ trials, successes }: Trials, k: number): number {
  return shareOfDraws(trials, successes, k);
}

/** Share of the k-draws out of n that only hit the `marked` ones. */
function shareOfDraws(n: number, marked: number, k: number): number {
  const isWhole = [n, marked, k].every((count) => Number.isSafeInteger(count));
  if (!isWhole || k < 1 || k > n || marked < 0 || marked > n) return Number.NaN;
  let share = 1;
  for (let drawn = 0; drawn < k && share > 0; drawn += 1) share *= (marked - drawn) / (n - drawn);
  return share;
}
