import { bestGrowth, type Truth } from "./bet-growth.ts";
import { normalCdf, normalQuantile } from "./normal.ts";

/** What an e-process is to show: that the mean is above `nullMean`, by reaching `bar`. */
export type Goal = { readonly nullMean: number; readonly bar: number };

/**
 * What mixing twelve bets costs against the best one, in nats: fitted to simulated counts of the
 * usual mix, which costs less where effects are usual and more at the ends.
 */
const MIXTURE_COST = 0.45;

/** The power that is promised wherever none is named. */
const POWER = 0.8;

const Z = normalQuantile(POWER);

/**
 * Units until the e-process reaches its bar with 80 % power, when `truth` is true; Infinity where it
 * never would.
 *
 * The logarithm of an e-value over n units is about normal with mean n·g − .45 and variance n·v, g
 * and v being growth and spread of the best bet. Against simulated counts (bars 20, 200 and 1,000,
 * effects of 3 to 10 points, margins of 3 and 5) it is right to about a tenth where effects are
 * usual, and asks for up to a quarter too many where they are small and much differs.
 */
export function unitsNeeded(truth: Truth, goal: Goal): number {
  return unitsAt(truth, goal, Z);
}

/** Chance that so many units reach the bar, by the same approximation; 0 where nothing is known. */
export function powerOf(units: number, truth: Truth, goal: Goal): number {
  const { mean, variance } = bestGrowth(truth, goal.nullMean);
  const ahead = units * mean - neededNats(goal);
  if (!(units > 0) || !(mean > 0) || Number.isNaN(ahead)) return 0;
  return variance === 0 ? Number(ahead >= 0) : normalCdf(ahead / Math.sqrt(units * variance));
}

/** Units at which half of such e-processes have reached the bar. */
export function medianUnits(truth: Truth, goal: Goal): number {
  return unitsAt(truth, goal, 0);
}

function unitsAt(truth: Truth, goal: Goal, z: number): number {
  const { mean, variance } = bestGrowth(truth, goal.nullMean);
  const nats = neededNats(goal);
  if (!(mean > 1e-12) || !(nats < Infinity)) return Infinity;
  const spread = z * Math.sqrt(variance);
  const root = (spread + Math.sqrt(spread * spread + 4 * mean * nats)) / (2 * mean);
  return Math.ceil(root * root);
}

/** NaN for a bar that is none, which every comparison above takes for "never". */
function neededNats({ bar }: Goal): number {
  return bar >= 1 ? Math.log(bar) + MIXTURE_COST : Number.NaN;
}
