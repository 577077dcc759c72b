// The twelve shares of the stake, as decimal text reads back to one double everywhere.
const SHARES: readonly number[] = [
  0.02, 0.028269754849029542, 0.03995895196121147, 0.056481488798379824, 0.07983589209192031,
  0.11284705487960815, 0.15950792884407528, 0.22546250224492287, 0.31868848330563715,
  0.4504622648129704, 0.6367228897500649, 0.9,
];

/** Sixty-fourths of the stake on each share, as the evaluation bets. */
const PARTS: readonly number[] = [1, 1, 2, 4, 6, 8, 10, 10, 9, 7, 4, 2];

/**
 * The e-value of a run of differences against "the mean is at most `limit`", one share after the
 * other instead of one difference after the other. Each product is kept in [1, 2) beside a binary
 * exponent; scaling by two is exact, so the bits are those of any other exact bookkeeping.
 */
export function replayBets(differences: readonly number[], limit: number): number {
  const wealths = SHARES.map(
    (share, at) => (PARTS[at] ?? 0) * wealthOf(differences, { share, limit }),
  );
  const total = wealths.reduce((sum, wealth) => sum + wealth, 0);
  return Math.min(total / 64, Number.MAX_VALUE);
}

function wealthOf(
  differences: readonly number[],
  { share, limit }: { readonly share: number; readonly limit: number },
): number {
  let mantissa = 1;
  let exponent = 0;
  for (const difference of differences) {
    mantissa *= 1 + (0.999 / (1 + limit)) * share * (difference - limit);
    for (; mantissa >= 2; exponent += 1) mantissa /= 2;
    for (; mantissa < 1; exponent -= 1) mantissa *= 2;
  }
  let wealth = mantissa;
  for (; exponent > 0 && wealth !== Infinity; exponent -= 1) wealth *= 2;
  for (; exponent < 0 && wealth !== 0; exponent += 1) wealth /= 2;
  return wealth;
}
