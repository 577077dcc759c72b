import { normalQuantile } from "../../../src/core/evaluation/statistics/normal.ts";
import type { Traffic } from "./canaries.ts";
import type { Random } from "./random.ts";

/** Share of requests that succeeded in one minute, in each arm. */
type Minute = { readonly stable: number; readonly candidate: number };

/** A rule that people use: looks once a minute, and says when to roll back. */
type CanaryRule = {
  readonly name: string;
  readonly start: () => (minute: Minute, at: number) => boolean;
};

/** Both were told the right threshold: the baseline's success less five points. */
const THRESHOLD = 0.85;

/** Every five minutes; the fourth failed look ends it, as in the code of Argo Rollouts. */
const argo: CanaryRule = {
  name: "threshold every 5 min (Argo-like)",
  start: () => {
    let [failed, sum] = [0, 0];
    return ({ candidate }, at) => {
      sum += candidate;
      if (at % 5 !== 4) return false;
      if (sum / 5 < THRESHOLD) failed += 1;
      sum = 0;
      return failed > 3;
    };
  },
};

/** Every minute; the tenth failed look ends it. */
const flagger: CanaryRule = {
  name: "threshold every minute (Flagger-like)",
  start: () => {
    let failed = 0;
    return ({ candidate }) => {
      if (candidate < THRESHOLD) failed += 1;
      return failed >= 10;
    };
  },
};

const [KAYENTA_FEWEST, KAYENTA_EVERY] = [50, 10];

/** Mann-Whitney on the series of minutes, from fifty points on, as its documentation advises. */
const kayenta: CanaryRule = {
  name: "rank test every 10 min (Kayenta-like)",
  start: () => {
    const series: { readonly stable: number[]; readonly candidate: number[] } = {
      stable: [],
      candidate: [],
    };
    return ({ stable, candidate }) => {
      series.stable.push(stable);
      series.candidate.push(candidate);
      const points = series.stable.length;
      return points >= KAYENTA_FEWEST && points % KAYENTA_EVERY === 0 && isLow(series);
    };
  },
};

const Z_98 = normalQuantile(0.99);
const OF_ESTIMATE = 0.25;

/** The upper end of the shift's 98 % interval lies a quarter of its estimate below zero. */
function isLow({ stable, candidate }: { stable: number[]; candidate: number[] }): boolean {
  const points = stable.length;
  const shifts = Float64Array.from({ length: points * points }, (_, at) => {
    const [row, column] = [Math.floor(at / points), at % points];
    return (candidate[row] ?? 0) - (stable[column] ?? 0);
  }).sort();
  const spread = Math.sqrt((points * points * (2 * points + 1)) / 12);
  const rank = Math.floor((points * points) / 2 - Z_98 * spread - 0.5);
  const upper = shifts[shifts.length - 1 - rank] ?? 0;
  const estimate = shifts[Math.floor(shifts.length / 2)] ?? 0;
  return upper < -OF_ESTIMATE * Math.abs(estimate);
}

const Z_95 = normalQuantile(0.95);

/** A test that is right once, asked every minute. */
const peeking: CanaryRule = {
  name: "z-test, looked at every minute",
  start: () => {
    let [stable, candidate, minutes] = [0, 0, 0];
    return (minute) => {
      stable += minute.stable;
      candidate += minute.candidate;
      minutes += 1;
      const pooled = (stable + candidate) / (2 * minutes);
      const error = Math.sqrt((2 * pooled * (1 - pooled)) / (minutes * PER_MINUTE));
      return error > 0 && (stable - candidate) / minutes > Z_95 * error;
    };
  },
};

const PER_MINUTE = 20;

export const CANARY_RULES: readonly CanaryRule[] = [argo, flagger, kayenta, peeking];

/** Candidate requests until the rule rolls back; nothing when it never does. */
export function requestsByRule(
  { start }: CanaryRule,
  { rates, minutes, perMinute }: Traffic,
  random: Random,
): number | undefined {
  const look = start();
  const succeeded = (rate: number): number => {
    let count = 0;
    for (let request = 0; request < perMinute; request += 1) if (random() < rate) count += 1;
    return count / perMinute;
  };
  for (let at = 0; at < minutes; at += 1) {
    const { stable, candidate } = rates(at);
    const minute = { stable: succeeded(stable), candidate: succeeded(candidate) };
    if (look(minute, at)) return (at + 1) * perMinute;
  }
  return undefined;
}
