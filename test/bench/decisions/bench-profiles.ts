import { barOf, type Profile, promiseOf } from "../../../src/core/decision/thresholds.ts";
import { type Mix, USUAL } from "../../../src/core/evaluation/statistics/bet-grid.ts";
import {
  eValueOf,
  observe,
  startEProcess,
} from "../../../src/core/evaluation/statistics/e-process.ts";
import type { Bar } from "../bars.ts";
import { ours } from "./acceptors.ts";
import { bar, quantile, times } from "./figures.ts";
import { drawDifference, HARD, type Mix as Mutations, REFERENCE } from "./mutations.ts";
import type { Random } from "./random.ts";
import { type Outcome, runStreams } from "./streams.ts";

const PROFILES: readonly Profile[] = ["strict", "standard", "small"];

/** Mutations of a run where a profile speaks of none. */
const RUN = 20;

/** What each profile promises, whether it holds, and how many items it takes. */
export function benchProfiles(): readonly Bar[] {
  return PROFILES.map((profile) => {
    const { alpha, epoch } = promiseOf(profile);
    const items = itemsNeeded(barOf(profile, { accepts: 0 }), USUAL);
    console.log(
      `${profile}: ${items} sealed items show +10 points in four of five first mutations (discordance .2)`,
    );
    return epoch === undefined ? eachDecision(profile, alpha) : wholeRun(profile, epoch, alpha);
  });
}

/** Expected share of false accepts over an epoch, in the worse of two mixes. */
function wholeRun(profile: Profile, mutations: number, alpha: number): Bar {
  const rates = [REFERENCE, HARD].map((mix) => {
    const outcomes = streamsOf(profile, mix, mutations);
    const shares = outcomes.map(({ accepts, falseAccepts }) =>
      accepts === 0 ? 0 : falseAccepts / accepts,
    );
    return shares.reduce((sum, one) => sum + one, 0) / shares.length;
  });
  const worst = Math.max(...rates);
  return bar(
    `${profile}: false share over ${mutations} mutations ≤ ${alpha}`,
    worst,
    worst <= alpha,
  );
}

/** Share of changes without a gain that are accepted. */
function eachDecision(profile: Profile, alpha: number): Bar {
  const outcomes = streamsOf(profile, HARD, RUN);
  const sum = (pick: (outcome: Outcome) => number): number =>
    outcomes.reduce((total, outcome) => total + pick(outcome), 0);
  const rate = sum((one) => one.falseAccepts) / sum((one) => one.mutations - one.improvers);
  return bar(
    `${profile}: false accepts among changes without a gain ≤ ${alpha}`,
    rate,
    rate <= alpha,
  );
}

function streamsOf(profile: Profile, mix: Mutations, mutations: number): readonly Outcome[] {
  return runStreams(ours(profile, 1_500), { mix, streams: 300, mutations, seed: 21 });
}

/** Items by which four of five e-processes reach the bar: 3,000 runs at +10 points. */
function itemsNeeded(reached: number, mix: Mix): number {
  const crossings = times(3_000, 22, (random) => crossingOf(random, reached, mix));
  return quantile(crossings, 0.8);
}

function crossingOf(random: Random, reached: number, mix: Mix): number | undefined {
  let process = startEProcess(0);
  for (let item = 1; item <= 2_000; item += 1) {
    process = observe(process, drawDifference(random, 0.1, 0.2), 0);
    if (eValueOf(process, mix) >= reached) return item;
  }
  return undefined;
}
