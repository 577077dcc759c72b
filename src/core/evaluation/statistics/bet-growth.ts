import { BETS, STAKE } from "./bet-grid.ts";

/** What is true of two versions, for planning: differences are +1, 0 or −1. */
export type Truth = {
  /** Mean difference, candidate minus baseline. */
  readonly effect: number;
  /** Share of units that the two answer differently; at least the effect. */
  readonly discordance: number;
};

/** Of the logarithm of an e-value, per unit, in nats. */
export type Growth = { readonly mean: number; readonly variance: number };

const LARGEST_BET = Math.max(...BETS);

/** How fast evidence against "the mean is at most `nullMean`" grows under the best single bet. */
export function bestGrowth(truth: Truth, nullMean: number): Growth {
  const chances = chancesOf(truth);
  return growthAt(bestBet(chances, nullMean), chances, nullMean);
}

type Chances = { readonly win: number; readonly draw: number; readonly loss: number };

function chancesOf({ effect, discordance }: Truth): Chances {
  const differing = Math.min(1, Math.max(discordance, Math.abs(effect)));
  return { win: (differing + effect) / 2, draw: 1 - differing, loss: (differing - effect) / 2 };
}

/**
 * Where the growth's derivative is zero: the smaller positive root of c + b·x + a·x², in the form
 * that stays exact as a goes to 0 with the null mean.
 */
function bestBet({ win, draw, loss }: Chances, nullMean: number): number {
  const [up, level, down] = [1 - nullMean, -nullMean, -1 - nullMean];
  const c = win * up + draw * level + loss * down;
  const b = win * up * (level + down) + draw * level * (up + down) + loss * down * (up + level);
  const a = up * level * down;
  const best = (2 * c) / (Math.sqrt(Math.max(0, b * b - 4 * a * c)) - b);
  return Math.min(Math.max(0, best), (LARGEST_BET * STAKE) / (1 + nullMean));
}

function growthAt(bet: number, chances: Chances, nullMean: number): Growth {
  const win = Math.log(1 + bet * (1 - nullMean));
  const draw = Math.log(1 - bet * nullMean);
  const loss = Math.log(1 - bet * (1 + nullMean));
  const mean = chances.win * win + chances.draw * draw + chances.loss * loss;
  const squares = chances.win * win * win + chances.draw * draw * draw + chances.loss * loss * loss;
  return { mean, variance: Math.max(0, squares - mean * mean) };
}
