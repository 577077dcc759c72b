import { barOf, type Profile, promiseOf } from "../../../src/core/decision/thresholds.ts";
import { USUAL } from "../../../src/core/evaluation/statistics/bet-grid.ts";
import {
  eValueOf,
  observe,
  startEProcess,
} from "../../../src/core/evaluation/statistics/e-process.ts";
import type { Bar } from "../bars.ts";
import { ours } from "./acceptors.ts";
import type { Needed } from "./figure-suites.ts";
import { type Likely, meanOf, quantile, rateBar, rateOf, times } from "../simulation/figures.ts";
import { drawDifference, HARD, type Mix as Mutations, REFERENCE } from "./mutations.ts";
import type { Random } from "../simulation/random.ts";
import { type Outcome, runStreams } from "./streams.ts";

const PROFILES: readonly Profile[] = ["strict", "standard", "small"];

/** Mutations of a run where a profile speaks of none. */
const RUN = 20;

/** True gains whose items are counted; the guide's table names the middle one. */
const EFFECTS = [0.06, 0.1, 0.15];

/** What each profile promises, whether it holds, and how many items it takes. */
export function benchProfiles(): {
  readonly bars: readonly Bar[];
  readonly needed: readonly Needed[];
} {
  const needed = PROFILES.flatMap((profile) =>
    EFFECTS.map((effect) => ({ profile, effect, items: itemsNeeded(profile, effect) })),
  );
  for (const { profile, effect, items } of needed) {
    console.log(
      `${profile}: ${items} sealed items show +${effect * 100} points in four of five first mutations (discordance .2)`,
    );
  }
  return { needed, bars: PROFILES.map(promiseBar) };
}

function promiseBar(profile: Profile): Bar {
  const { alpha, epoch } = promiseOf(profile);
  return epoch === undefined
    ? rateBar(
        `${profile}: false accepts among changes without a gain ≤ ${alpha}`,
        eachDecision(profile),
        alpha,
      )
    : rateBar(
        `${profile}: false share over ${epoch} mutations ≤ ${alpha}`,
        wholeRun(profile, epoch),
        alpha,
      );
}

/** Expected share of false accepts over an epoch, in the worse of two mixes. */
function wholeRun(profile: Profile, mutations: number): Likely {
  const rates = [REFERENCE, HARD].map((mix) =>
    meanOf(
      streamsOf(profile, mix, mutations).map(({ accepts, falseAccepts }) =>
        accepts === 0 ? 0 : falseAccepts / accepts,
      ),
    ),
  );
  return rates.reduce((worst, one) => (one.value > worst.value ? one : worst));
}

/** Share of changes without a gain that are accepted. */
function eachDecision(profile: Profile): Likely {
  const outcomes = streamsOf(profile, HARD, RUN);
  const sum = (pick: (outcome: Outcome) => number): number =>
    outcomes.reduce((total, outcome) => total + pick(outcome), 0);
  const trials = sum((one) => one.mutations - one.improvers);
  return rateOf(sum((one) => one.falseAccepts) / trials, trials);
}

function streamsOf(profile: Profile, mix: Mutations, mutations: number): readonly Outcome[] {
  return runStreams(ours(profile, 1_500), { mix, streams: 300, mutations, seed: 21 });
}

/** Items by which four of five e-processes reach the first bar of an epoch: 3,000 runs. */
function itemsNeeded(profile: Profile, effect: number): number {
  const bar = barOf(profile, { accepts: 0 });
  return quantile(
    times(3_000, 22, (random) => crossingOf(random, effect, bar)),
    0.8,
  );
}

function crossingOf(random: Random, effect: number, bar: number): number | undefined {
  let process = startEProcess(0);
  for (let item = 1; item <= 2_500; item += 1) {
    process = observe(process, drawDifference(random, effect, 0.2), 0);
    if (eValueOf(process, USUAL) >= bar) return item;
  }
  return undefined;
}
