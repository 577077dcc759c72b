import type { Bar } from "../bars.ts";
import {
  alwaysAccept,
  alwaysReject,
  type Entrant,
  fixedAlpha,
  gepaLike,
  greedy,
  lordPlusPlus,
  ours,
} from "./acceptors.ts";
import {
  type Likely,
  likely,
  meanOf,
  rateBar,
  rateOf,
  share,
  valueBar,
} from "../simulation/figures.ts";
import { ALL_NULL, HARD, REFERENCE } from "./mutations.ts";
import { type Outcome, runStreams, type Setting } from "./streams.ts";

const STREAMS = 200;
const B1: Setting = { mix: REFERENCE, streams: STREAMS, mutations: 100, seed: 1 };
const B2: Setting = { mix: HARD, streams: STREAMS, mutations: 100, seed: 2 };
const B3: Setting = { mix: ALL_NULL, streams: STREAMS, mutations: 200, seed: 3 };

const PEERS: readonly Entrant[] = [
  greedy(50),
  greedy(200),
  gepaLike,
  fixedAlpha(1_500),
  lordPlusPlus(1_500),
  alwaysAccept,
  alwaysReject,
];

/** One acceptor over all streams of a setting. */
export type AcceptorRow = {
  readonly name: string;
  /** Share of its accepts that gain nothing, averaged over streams. */
  readonly falsely: Likely;
  /** Share of the true gains that it accepts. */
  readonly power: Likely;
  /** Share of streams in which it accepts something that harms. */
  readonly harm: Likely;
  readonly hack: Likely;
  readonly overfit: Likely;
  readonly pairs: number;
  /** What it gained, harm deducted, of all that was to be gained: 1 is all, 0 what rejecting brings. */
  readonly gained: number;
};

/** B1 to B3: errors and power over whole runs of mutations, beside acceptors that people use. */
export function benchStreams(): {
  readonly bars: readonly Bar[];
  readonly rows: readonly AcceptorRow[];
} {
  console.log("B1, the reference mix: 200 streams of 100 changes, at most 1,500 sealed pairs each");
  const [b1, ...peers] = [ours("strict", 1_500), ...PEERS].map((one) => told(one, B1));
  console.log("B2, rare and small gains: at most 3,000 pairs");
  const rivals = [greedy(200), fixedAlpha(3_000), lordPlusPlus(3_000), alwaysAccept, alwaysReject];
  const [b2] = [ours("strict", 3_000), ...rivals].map((one) => told(one, B2));
  console.log("B3, nothing but neutral changes");
  const calm = runStreams(ours("strict", 1_500), B3);
  const quiet = rateOf(calm.filter(({ accepts }) => accepts <= 1).length / STREAMS, STREAMS);
  if (b1 === undefined || b2 === undefined) throw new Error("nobody entered");
  return {
    rows: [b1, ...peers],
    bars: [
      rateBar("T1 false discoveries in B1 ≤ .03", b1.falsely, 0.03),
      rateBar("T1 false discoveries in B2 ≤ .03", b2.falsely, 0.03),
      rateBar("T2 streams with any harmful accept ≤ .01", b1.harm, 0.01),
      rateBar("T3 hacks accepted ≤ .005", b1.hack, 0.005),
      rateBar("T3 overfits accepted ≤ .01", b1.overfit, 0.01),
      leastBar("T4 power at +6 points, 1,500 pairs ≥ .95", b1.power, 0.95),
      leastBar("T4 power at +3 points, 3,000 pairs ≥ .50", b2.power, 0.5),
      valueBar("T5 sealed pairs for a mutation ≤ 650", b1.pairs, 650),
      leastBar("T6 streams of 200 nulls with at most one accept ≥ .95", quiet, 0.95),
    ],
  };
}

function leastBar(what: string, rate: Likely, least: number): Bar {
  return { what, found: likely(rate), held: rate.value >= least };
}

function told(entrant: Entrant, setting: Setting): AcceptorRow {
  const row = summaryOf(entrant.name, runStreams(entrant, setting), setting.mix.gain);
  const cells = [
    `false ${likely(row.falsely)}`,
    `power ${likely(row.power)}`,
    `harm ${share(row.harm.value)}`,
    `hack ${share(row.hack.value)}`,
    `overfit ${share(row.overfit.value)}`,
    `pairs ${row.pairs.toFixed(0)}`,
    `gained ${(row.gained * 100).toFixed(0)} % of what there was`,
  ];
  console.log(`  ${row.name.padEnd(38)} ${cells.join(", ")}`);
  return row;
}

function summaryOf(name: string, outcomes: readonly Outcome[], gain: number): AcceptorRow {
  const sum = (pick: (outcome: Outcome) => number): number =>
    outcomes.reduce((total, outcome) => total + pick(outcome), 0);
  const rate = (few: (one: Outcome) => number, many: (one: Outcome) => number): Likely => {
    const trials = sum(many);
    return rateOf(trials === 0 ? 0 : sum(few) / trials, trials);
  };
  return {
    name,
    falsely: meanOf(outcomes.map(falseShare)),
    power: rate(
      (one) => one.improversAccepted,
      (one) => one.improvers,
    ),
    harm: rate(
      ({ harmful }) => (harmful > 0 ? 1 : 0),
      () => 1,
    ),
    hack: rate(
      (one) => one.hacksAccepted,
      (one) => one.hacks,
    ),
    overfit: rate(
      (one) => one.overfitsAccepted,
      (one) => one.overfits,
    ),
    pairs: sum((one) => one.pairs) / sum((one) => one.mutations),
    gained: sum((one) => one.net) / (sum((one) => one.improvers) * gain),
  };
}

function falseShare({ accepts, falseAccepts }: Outcome): number {
  return accepts === 0 ? 0 : falseAccepts / accepts;
}
