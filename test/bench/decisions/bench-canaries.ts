import type { Bar } from "../bars.ts";
import {
  lateOnset,
  outage,
  repeated,
  requestsToAlarm,
  requestsToRollback,
  steady,
  type Traffic,
} from "./canaries.ts";
import { atMost, bar, found, quantile, times } from "./figures.ts";
import { outcomesToAlarm } from "./other-streams.ts";

const RUNS = 1_000;

/** C1 to C7: how often a healthy canary is taken back, and how soon a bad one. */
export function benchCanaries(): readonly Bar[] {
  return [...healthy(), ...failing(), ...rare(), ...afterwards()];
}

function healthy(): readonly Bar[] {
  const lifetime = (traffic: Traffic): number =>
    found(repeated(RUNS, 8, (random) => requestsToRollback(traffic, random, 20)));
  const [calm, shared] = [lifetime(steady(0)), lifetime(outage)];
  return [
    bar("T8 lifetime false rollbacks ≤ .05", calm, calm <= 0.05),
    bar("T8 the same in a shared outage ≤ .05", shared, shared <= 0.05),
  ];
}

function failing(): readonly Bar[] {
  const late = repeated(300, 10, (random) => requestsToRollback(lateOnset, random, 20));
  console.log(`late onset at request 1,200 of 2,400: rolled back at ${quantile(late, 0.5)}`);
  const even = { runs: RUNS, minutes: 120, block: 1 };
  const blocks = { runs: 300, minutes: 60, block: 19 };
  return [
    atMost("T9 requests to rollback, bar 20", medians(20, even), [600, 190, 62]),
    atMost("T9 requests to rollback, bar 50", medians(50, even), [770, 230, 78]),
    atMost("T10 the same at 19:1, bar 20", medians(20, blocks), [300, 105, 45]),
  ];
}

type Split = { readonly runs: number; readonly minutes: number; readonly block: number };

function medians(reached: number, { runs, minutes, block }: Split): readonly number[] {
  return [0.05, 0.1, 0.2].map((drop) => {
    const traffic = steady(drop, minutes, block);
    const seen = repeated(runs, 9, (random) => requestsToRollback(traffic, random, reached));
    return quantile(seen, 0.5);
  });
}

function rare(): readonly Bar[] {
  const seen = repeated(RUNS, 11, (random) => requestsToAlarm(0.02, 2_400, random));
  const median = quantile(seen, 0.5);
  const wrong = found(repeated(RUNS, 12, (random) => requestsToAlarm(0.001, 2_400, random)));
  return [
    bar("T11 requests to a rare violation ≤ 115", median, median <= 115),
    bar("T11 false alarms ≤ .01", wrong, wrong <= 0.01),
  ];
}

function afterwards(): readonly Bar[] {
  const dropped = { rate: 0.8, change: 1_000, most: 6_000 };
  const delays = times(2_000, 16, (random) => outcomesToAlarm(random, dropped));
  const steadily = { rate: 0.9, change: 10_000, most: 10_000 };
  const wrong = found(times(1_000, 17, (random) => outcomesToAlarm(random, steadily)));
  const [median, slow] = [quantile(delays, 0.5), quantile(delays, 0.9)];
  return [
    bar("T12 outcomes to the alarm, median ≤ 165", median, median <= 165),
    bar("T12 the same, ninth decile ≤ 325", slow, slow <= 325),
    bar("T12 false alarms in 10,000 ≤ .10", wrong, wrong <= 0.1),
  ];
}
