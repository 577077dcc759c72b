import { BETS, STAKE } from "../../../../src/core/evaluation/statistics/bet-grid.ts";

/** The grid e-process against "no improvement" by sums of logarithms: not the same bits everywhere. */
export function logarithmicMixture(differences: readonly number[]): number {
  const sums = BETS.map(() => 0);
  for (const difference of differences) {
    for (const [at, bet] of BETS.entries()) {
      sums[at] = (sums[at] ?? 0) + Math.log1p(STAKE * bet * difference);
    }
  }
  return sums.reduce((total, sum) => total + Math.exp(sum), 0) / BETS.length;
}
