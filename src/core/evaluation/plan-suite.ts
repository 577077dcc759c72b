import { upperRate } from "./statistics/clopper-pearson.ts";
import { minimumDetectableEffect, smallestMargin } from "./statistics/minimum-detectable-effect.ts";
import { powerOf, unitsNeeded } from "./statistics/sample-size.ts";

export type SuiteQuestion = {
  /** Items, or clusters where the suite names them: what counts as one observation. */
  readonly units: number;
  /** Share of units that the two versions would answer differently. */
  readonly discordance: number;
  /** A true gain of interest, as a difference of shares. */
  readonly effect: number;
  /** Where a guard has shown that it is not worse. */
  readonly guardBar: number;
};

/** What an objective's bar asks of the suite; everything with 80 % power unless it says otherwise. */
export type BarPlan = {
  readonly bar: number;
  readonly minimumDetectableEffect: number;
  /** Chance that the effect of interest reaches the bar on these units. */
  readonly power: number;
  /** Units on which it would; Infinity where none are enough. */
  readonly unitsNeeded: number;
};

export type SuitePlan = {
  readonly question: SuiteQuestion;
  readonly bars: readonly BarPlan[];
  /** Smallest margin within which an equally good version can be shown not to be worse. */
  readonly smallestMargin: number;
  /** Rate that a run without a violation bounds, at 95 %. */
  readonly cleanRate: number;
};

/** Chance of error that the bound of a clean run allows. */
const CLEAN_ALPHA = 0.05;

/**
 * What a suite can show before anybody asks it anything: effects, margins and rates. Planned by the
 * growth of the best bet, which agrees with simulated counts to about a tenth.
 */
export function planSuite(question: SuiteQuestion, bars: readonly number[]): SuitePlan {
  const { units, discordance, guardBar } = question;
  return {
    question,
    bars: bars.map((bar) => planBar(question, bar)),
    smallestMargin: smallestMargin(units, guardBar, discordance),
    cleanRate: upperRate({ events: 0, trials: units }, CLEAN_ALPHA),
  };
}

function planBar({ units, discordance, effect }: SuiteQuestion, bar: number): BarPlan {
  const goal = { nullMean: 0, bar };
  return {
    bar,
    minimumDetectableEffect: minimumDetectableEffect(units, bar, discordance),
    power: powerOf(units, { effect, discordance }, goal),
    unitsNeeded: unitsNeeded({ effect, discordance }, goal),
  };
}
