import { USUAL } from "./bet-grid.ts";
import { type EProcess, eValueOf, observe, startEProcess } from "./e-process.ts";
import { powerOf } from "./sample-size.ts";
import type { Hypotheses } from "./test-differences.ts";

/** Where a paired test stands after some units; replayable from the differences in order. */
export type Standing = {
  readonly forward: EProcess;
  readonly reverse: EProcess;
  readonly sum: number;
  readonly squares: number;
};

type Means = Pick<Hypotheses, "nullMean" | "reverseMean">;

export type Asked = Hypotheses & {
  /** Where the reverse test ends the matter. */
  readonly reverseBar: number;
  /** Units that the suite still has. */
  readonly left: number;
};

/** Why no further unit has to be asked: it is shown, it is refuted, or it will not be shown here. */
export type Settled = "shown" | "refuted" | "futile";

/** Fewer units say too little about their own spread. */
const FEWEST = 50;

/** Standard errors by which the mean may be better than it looks. */
const BENEFIT_OF_DOUBT = 2.75;

/** A chance below this of reaching the bar even then is none. */
const HOPELESS = 0.03;

/** A chance of refutation, if the mean is a standard error better than it looks, that is worth waiting for. */
const NEARLY = 0.8;

/** Units that the wait for it may take: neutral changes look bad now and then, and would wait too. */
const A_FEW = 200;

export function startStanding({ nullMean, reverseMean }: Means): Standing {
  return {
    forward: startEProcess(nullMean),
    reverse: startEProcess(-reverseMean),
    sum: 0,
    squares: 0,
  };
}

export function observeUnit(
  { forward, reverse, sum, squares }: Standing,
  difference: number,
  { nullMean, reverseMean }: Means,
): Standing {
  return {
    forward: observe(forward, difference, nullMean),
    reverse: observe(reverse, -difference, -reverseMean),
    sum: sum + difference,
    squares: squares + difference * difference,
  };
}

/**
 * Whether asking on could still change the ruling. To stop by this is lawful at any time: an
 * e-process keeps its promise at every stopping time, which a p-value does not.
 */
export function settledBy(standing: Standing, asked: Asked): Settled | undefined {
  const reached = eValueOf(standing.forward, USUAL);
  if (reached >= asked.bar) return "shown";
  const against = eValueOf(standing.reverse, USUAL);
  if (against >= asked.reverseBar) return "refuted";
  const isOpen = !isFutile(standing, asked, reached) || isNearlyRefuted(standing, asked, against);
  return isOpen ? undefined : "futile";
}

/**
 * Even an effect at the upper end of what the units so far allow would hardly show on those left.
 * Ends in quarantine and promises nothing, so it may cost power but no error.
 */
function isFutile(standing: Standing, asked: Asked, reached: number): boolean {
  if (standing.forward.n < FEWEST || asked.left === 0) return false;
  const { mean, spread, error } = looksOf(standing);
  // A few equal units are no proof that none differs.
  const discordance = Math.max(spread, 1 / standing.forward.n);
  const hoped = { effect: mean + BENEFIT_OF_DOUBT * error, discordance };
  const goal = { nullMean: asked.nullMean, bar: missing(asked.bar, reached) };
  return powerOf(asked.left, hoped, goal) < HOPELESS;
}

/** A clear no is worth a few units more than a quarantine that nobody will ever leave. */
function isNearlyRefuted(standing: Standing, asked: Asked, against: number): boolean {
  const { mean, spread: discordance, error } = looksOf(standing);
  const truth = { effect: -(mean + error), discordance };
  const goal = { nullMean: -asked.reverseMean, bar: missing(asked.reverseBar, against) };
  return powerOf(Math.min(asked.left, A_FEW), truth, goal) >= NEARLY;
}

function looksOf({ forward: { n }, sum, squares }: Standing): {
  readonly mean: number;
  readonly spread: number;
  readonly error: number;
} {
  const mean = sum / n;
  const spread = squares / n;
  return { mean, spread, error: Math.sqrt(Math.max(0, spread - mean * mean) / n) };
}

/** The factor by which an e-value still has to grow. */
function missing(bar: number, reached: number): number {
  return Math.max(1, bar / Math.max(reached, Number.MIN_VALUE));
}
