import { normalQuantile } from "./normal.ts";

const Z80 = normalQuantile(0.8);

/** What mixing twelve bets costs against the best one, in nats: fitted to the simulated item counts. */
const MIXTURE_COST = 0.6;

/** Largest share of the stake that the grid ever bets. */
const LARGEST_BET = 0.9;

/** Share of items that the two versions answer differently, where it may not be looked up. */
const NOMINAL_DISCORDANCE = 0.2;

/**
 * Smallest true mean difference whose e-value passes `bar` on `n` units with 80 % power.
 *
 * The logarithm of the e-value is about normal with mean n·g and variance 2·n·g, g being the growth
 * of the best bet, so n·g must reach the x² with x² − z√2·x = ln(bar) + cost; the effect is found by
 * halving. Agrees with simulated counts (bar 200, discordance .2: 367 items for +10 points) within
 * a tenth. 1 when even the largest effect would not show.
 */
export function minimumDetectableEffect(
  n: number,
  bar: number,
  discordance = NOMINAL_DISCORDANCE,
): number {
  const root =
    (Z80 * Math.SQRT2 + Math.sqrt(2 * Z80 * Z80 + 4 * (Math.log(bar) + MIXTURE_COST))) / 2;
  const needed = root * root;
  if (n * growthOf(1, discordance) < needed) return 1;
  let low = 0;
  let high = 1;
  for (let step = 0; step < 50; step += 1) {
    const middle = (low + high) / 2;
    if (n * growthOf(middle, discordance) < needed) low = middle;
    else high = middle;
  }
  return high;
}

/** Mean logarithmic growth per unit when differences are +1, 0 and −1 and the bet is the best one. */
function growthOf(effect: number, discordance: number): number {
  const differing = Math.max(discordance, effect);
  const bet = Math.min(effect / differing, LARGEST_BET);
  const gains = (differing + effect) / 2;
  const losses = (differing - effect) / 2;
  return gains * Math.log(1 + bet) + losses * Math.log(1 - bet);
}
