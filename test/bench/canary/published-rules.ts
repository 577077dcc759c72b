import { normalQuantile } from "../../../src/core/evaluation/statistics/normal.ts";
import type { Random } from "../simulation/random.ts";
import { CONFIDENCE, isLow, TOLERANCE } from "./rank-test.ts";
import { minutesOf, type Traffic } from "./traffic.ts";

/** How many requests there were, and how many of them succeeded. */
type Arm = { readonly succeeded: number; readonly requests: number };

/** One minute of both versions. */
type Minute = { readonly stable: Arm; readonly candidate: Arm };

/** A rule that people use: looks once a minute, and says when to roll back. */
export type CanaryRule = {
  readonly name: string;
  /** Its settings, as its documentation and code have them. */
  readonly defaults: string;
  readonly start: () => (minute: Minute, at: number) => boolean;
};

const NOTHING: Arm = { succeeded: 0, requests: 0 };

function sumOf(left: Arm, right: Arm): Arm {
  return {
    succeeded: left.succeeded + right.succeeded,
    requests: left.requests + right.requests,
  };
}

function success({ succeeded, requests }: Arm): number {
  return succeeded / requests;
}

/** Thresholds were told the right value: the baseline's success less five points. */
const THRESHOLD = 0.85;

const ARGO = { every: 5, failureLimit: 3 } as const;

/** Failed measurements are counted over the whole run, as its code does; they need not be in a row. */
const argo: CanaryRule = {
  name: "Argo Rollouts",
  defaults: `interval ${ARGO.every}m, success ≥ ${THRESHOLD} (told), failureLimit ${ARGO.failureLimit}: rolls back at failed > limit`,
  start: () => {
    let failed = 0;
    let interval = NOTHING;
    return ({ candidate }, at) => {
      interval = sumOf(interval, candidate);
      if (at % ARGO.every !== ARGO.every - 1) return false;
      if (success(interval) < THRESHOLD) failed += 1;
      interval = NOTHING;
      return failed > ARGO.failureLimit;
    };
  },
};

const FLAGGER = { threshold: 10 } as const;

const flagger: CanaryRule = {
  name: "Flagger",
  defaults: `interval 1m, success ≥ ${THRESHOLD} (told), threshold ${FLAGGER.threshold}: rolls back at the tenth failed check`,
  start: () => {
    let failed = 0;
    return ({ candidate }) => {
      if (success(candidate) < THRESHOLD) failed += 1;
      return failed >= FLAGGER.threshold;
    };
  },
};

const JUDGE = `NetflixACAJudge: Mann-Whitney on minutes, confLevel ${CONFIDENCE}, tolerance ${TOLERANCE}`;

/** A judgment whenever the points so far say so; "Low" fails the only metric, and with it the score. */
const kayenta = (
  asked: string,
  isDue: (points: number) => boolean,
): Pick<CanaryRule, "name" | "defaults" | "start"> => ({
  name: `Kayenta, ${asked}`,
  defaults: JUDGE,
  start: () => {
    const series: { readonly experiment: number[]; readonly control: number[] } = {
      experiment: [],
      control: [],
    };
    return ({ stable, candidate }) => {
      series.control.push(success(stable));
      series.experiment.push(success(candidate));
      return isDue(series.experiment.length) && isLow(series);
    };
  },
});

const Z_95 = normalQuantile(0.95);

/** A test that is right once, asked every minute. */
const peeking: CanaryRule = {
  name: "z-test, every minute",
  defaults: "one-sided .05, on everything so far: right if asked once",
  start: () => {
    let [stable, candidate] = [NOTHING, NOTHING];
    return (minute) => {
      stable = sumOf(stable, minute.stable);
      candidate = sumOf(candidate, minute.candidate);
      const pooled = success(sumOf(stable, candidate));
      const units = 1 / stable.requests + 1 / candidate.requests;
      const error = Math.sqrt(pooled * (1 - pooled) * units);
      return error > 0 && success(stable) - success(candidate) > Z_95 * error;
    };
  },
};

export const PUBLISHED_RULES: readonly CanaryRule[] = [
  argo,
  flagger,
  kayenta("once at 60 min", (points) => points === 60),
  kayenta("every 10 min from 50", (points) => points >= 50 && points % 10 === 0),
  peeking,
];

/** What a rule that looks once a minute sees of a canary. */
export function measuredMinutes(traffic: Traffic, random: Random): readonly Minute[] {
  return Array.from(minutesOf(traffic, random), (arrivals) => {
    const minute = {
      stable: { succeeded: 0, requests: 0 },
      candidate: { succeeded: 0, requests: 0 },
    };
    for (const { variant, succeeded } of arrivals) {
      minute[variant].requests += 1;
      if (succeeded) minute[variant].succeeded += 1;
    }
    return minute;
  });
}

/** Candidate requests until the rule rolls back; nothing when it never does. */
export function requestsByRule(
  { start }: CanaryRule,
  minutes: readonly Minute[],
): number | undefined {
  const look = start();
  let requests = 0;
  for (const [at, minute] of minutes.entries()) {
    requests += minute.candidate.requests;
    if (look(minute, at)) return requests;
  }
  return undefined;
}
