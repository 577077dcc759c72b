import type { Bar } from "../bars.ts";
import { CANARY_RULES, requestsByRule } from "./canary-peers.ts";
import {
  lateOnset,
  outage,
  repeated,
  requestsToAlarm,
  requestsToRollback,
  steady,
  type Traffic,
} from "./canaries.ts";
import {
  atMost,
  found,
  type Likely,
  medianOf,
  quantile,
  rateBar,
  rateOf,
  share,
  times,
  valueBar,
} from "./figures.ts";
import { outcomesToAlarm } from "./other-streams.ts";
import type { Random } from "./random.ts";

const RUNS = 1_000;
const FEWER = 300;

export const DROPS = [0.05, 0.1, 0.2] as const;

/** One rule as it does on healthy canaries and on bad ones. */
export type CanaryRow = {
  readonly name: string;
  /** Share of healthy canaries that are taken back. */
  readonly calm: Likely;
  /** The same while both versions suffer alike. */
  readonly shared: Likely;
  /** Median requests until a drop by each of `DROPS` is found; Infinity where most never are. */
  readonly requests: readonly Likely[];
};

/** C1 to C7: how often a healthy canary is taken back, and how soon a bad one. */
export function benchCanaries(): {
  readonly bars: readonly Bar[];
  readonly rows: readonly CanaryRow[];
} {
  const rows = [...[20, 50].map(ourRow), ...CANARY_RULES.map(rowOfRule)];
  console.log("canaries: healthy ones taken back, and median requests until a drop is found");
  for (const row of rows) console.log(lineOf(row));
  const [plain, careful] = rows;
  if (plain === undefined || careful === undefined) throw new Error("no canary was watched");
  return {
    rows,
    bars: [
      rateBar("T8 lifetime false rollbacks ≤ .05", plain.calm, 0.05),
      rateBar("T8 the same in a shared outage ≤ .05", plain.shared, 0.05),
      atMost("T9 requests to rollback, bar 20", plain.requests, [600, 190, 62]),
      atMost("T9 requests to rollback, bar 50", careful.requests, [770, 230, 78]),
      ...blocks(),
      ...rare(),
      ...afterwards(),
    ],
  };
}

function lineOf({ name, calm, shared, requests }: CanaryRow): string {
  const medians = requests.map(({ value }) => (value < Infinity ? String(value) : "never"));
  return `  ${name.padEnd(40)} healthy ${share(calm.value)}, in an outage ${share(shared.value)}, requests ${medians.join(" / ")}`;
}

type Count = (traffic: Traffic, random: Random) => number | undefined;

function ourRow(bar: number): CanaryRow {
  const count: Count = (traffic, random) => requestsToRollback(traffic, random, bar);
  return rowOf(`Agent-Omega, bar ${bar}`, RUNS, count);
}

function rowOfRule(rule: (typeof CANARY_RULES)[number]): CanaryRow {
  return rowOf(rule.name, FEWER, (traffic, random) => requestsByRule(rule, traffic, random));
}

function rowOf(name: string, runs: number, count: Count): CanaryRow {
  const over = (seed: number, traffic: Traffic): readonly (number | undefined)[] =>
    repeated(runs, seed, (random) => count(traffic, random));
  return {
    name,
    calm: rateOf(found(over(8, steady(0))), runs),
    shared: rateOf(found(over(8, outage)), runs),
    requests: DROPS.map((drop) => medianOf(over(9, steady(drop)))),
  };
}

function blocks(): readonly Bar[] {
  const late = repeated(FEWER, 10, (random) => requestsToRollback(lateOnset, random, 20));
  console.log(`late onset at request 1,200 of 2,400: rolled back at ${quantile(late, 0.5)}`);
  const medians = DROPS.map((drop) => {
    const traffic = steady(drop, 60, 19);
    return medianOf(repeated(FEWER, 9, (random) => requestsToRollback(traffic, random, 20)));
  });
  return [atMost("T10 the same at 19:1, bar 20", medians, [300, 105, 45])];
}

function rare(): readonly Bar[] {
  const seen = repeated(RUNS, 11, (random) => requestsToAlarm(0.02, 2_400, random));
  const wrong = found(repeated(RUNS, 12, (random) => requestsToAlarm(0.001, 2_400, random)));
  return [
    atMost("T11 requests to a rare violation", [medianOf(seen)], [115]),
    rateBar("T11 false alarms ≤ .01", rateOf(wrong, RUNS), 0.01),
  ];
}

function afterwards(): readonly Bar[] {
  const dropped = { rate: 0.8, change: 1_000, most: 6_000 };
  const delays = times(2_000, 16, (random) => outcomesToAlarm(random, dropped));
  const steadily = { rate: 0.9, change: 10_000, most: 10_000 };
  const wrong = found(times(RUNS, 17, (random) => outcomesToAlarm(random, steadily)));
  return [
    atMost("T12 outcomes to the alarm, median", [medianOf(delays)], [165]),
    valueBar("T12 the same, ninth decile ≤ 325", quantile(delays, 0.9), 325),
    rateBar("T12 false alarms in 10,000 ≤ .10", rateOf(wrong, RUNS), 0.1),
  ];
}
