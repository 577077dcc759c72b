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
import { bar, deviationOf, intervalOf, share } from "./figures.ts";
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

/** B1 to B3: errors and power over whole runs of mutations, beside acceptors that people use. */
export function benchStreams(): readonly Bar[] {
  console.log(
    "B1, the reference mix: 200 streams of 100 mutations, at most 1,500 sealed pairs each",
  );
  const b1 = summaryOf(table(ours("strict", 1_500), B1));
  for (const peer of PEERS) table(peer, B1);
  console.log("B2, rare and small gains: at most 3,000 pairs");
  const b2 = summaryOf(table(ours("strict", 3_000), B2));
  for (const peer of [greedy(200), fixedAlpha(3_000), lordPlusPlus(3_000)]) table(peer, B2);
  console.log("B3, nothing but neutral changes");
  const calm = table(ours("strict", 1_500), B3);
  const quiet = calm.filter(({ accepts }) => accepts <= 1).length / calm.length;
  return [
    bar("T1 false discoveries in B1 ≤ .03", b1.fdr, b1.fdr <= 0.03),
    bar("T1 false discoveries in B2 ≤ .03", b2.fdr, b2.fdr <= 0.03),
    bar("T2 streams with any harmful accept ≤ .01", b1.harm, b1.harm <= 0.01),
    bar("T3 hacks accepted ≤ .005", b1.hack, b1.hack <= 0.005),
    bar("T3 overfits accepted ≤ .01", b1.overfit, b1.overfit <= 0.01),
    bar("T4 power at +6 points, 1,500 pairs ≥ .95", b1.power, b1.power >= 0.95),
    bar("T4 power at +3 points, 3,000 pairs ≥ .50", b2.power, b2.power >= 0.5),
    bar("T5 sealed pairs for a mutation ≤ 650", b1.pairs, b1.pairs <= 650),
    bar("T6 streams of 200 nulls with at most one accept ≥ .95", quiet, quiet >= 0.95),
  ];
}

type Summary = Readonly<
  Record<"fdr" | "power" | "harm" | "hack" | "overfit" | "pairs" | "net", number>
>;

function table(entrant: Entrant, setting: Setting): readonly Outcome[] {
  const outcomes = runStreams(entrant, setting);
  const { fdr, power, harm, hack, overfit, pairs, net } = summaryOf(outcomes);
  const total = outcomes.reduce((sum, one) => sum + one.improvers, 0);
  const spread = total === 0 ? "" : ` ${intervalOf(power, total)}`;
  const cells = [
    `false ${share(fdr)} ±${share(deviationOf(outcomes.map(falseShare)))}`,
    `power ${share(power)}${spread}`,
    `harm ${share(harm)}`,
    `hack ${share(hack)}`,
    `overfit ${share(overfit)}`,
    `pairs ${pairs.toFixed(0)}`,
    `net ${net.toFixed(0)} points`,
  ];
  console.log(`  ${entrant.name.padEnd(38)} ${cells.join(", ")}`);
  return outcomes;
}

function summaryOf(outcomes: readonly Outcome[]): Summary {
  const sum = (pick: (outcome: Outcome) => number): number =>
    outcomes.reduce((total, outcome) => total + pick(outcome), 0);
  const ratio = (few: number, many: number): number => (many === 0 ? 0 : few / many);
  return {
    fdr: sum(falseShare) / outcomes.length,
    power: ratio(
      sum((one) => one.improversAccepted),
      sum((one) => one.improvers),
    ),
    harm: outcomes.filter(({ harmful }) => harmful > 0).length / outcomes.length,
    hack: ratio(
      sum((one) => one.hacksAccepted),
      sum((one) => one.hacks),
    ),
    overfit: ratio(
      sum((one) => one.overfitsAccepted),
      sum((one) => one.overfits),
    ),
    pairs: ratio(
      sum((one) => one.pairs),
      sum((one) => one.mutations),
    ),
    net: (sum((one) => one.net) / outcomes.length) * 100,
  };
}

function falseShare({ accepts, falseAccepts }: Outcome): number {
  return accepts === 0 ? 0 : falseAccepts / accepts;
}
