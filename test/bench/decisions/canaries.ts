import { assess, regressionOf } from "../../../src/core/rollout/assess.ts";
import { observeOutcome } from "../../../src/core/rollout/observe-outcome.ts";
import type { Rollout } from "../../../src/core/rollout/rollout.ts";
import { instant } from "../../../src/core/kernel/instant.ts";
import { aRollout } from "../../support/rollouts.ts";
import { type Random, randomOf } from "./random.ts";

/** Live traffic of two versions, minute by minute. */
export type Traffic = {
  /** Success of each arm in a given minute. */
  readonly rates: (minute: number) => { readonly stable: number; readonly candidate: number };
  readonly minutes: number;
  /** Requests per minute of the candidate; the baseline has `block` times as many. */
  readonly perMinute: number;
  readonly block: number;
};

const BASELINE = 0.9;
const PER_MINUTE = 20;

export const steady = (drop: number, minutes = 120, block = 1): Traffic => ({
  rates: () => ({ stable: BASELINE, candidate: BASELINE - drop }),
  minutes,
  perMinute: PER_MINUTE,
  block,
});

/** Both versions suffer alike for ten minutes, and neither is at fault. */
export const outage: Traffic = {
  ...steady(0),
  rates: (minute) => {
    const rate = minute >= 30 && minute < 40 ? 0.5 : BASELINE;
    return { stable: rate, candidate: rate };
  },
};

/** A defect that wakes after an hour. */
export const lateOnset: Traffic = {
  ...steady(0),
  rates: (minute) => ({ stable: BASELINE, candidate: minute < 60 ? BASELINE : BASELINE - 0.1 }),
};

/** Candidate requests until traffic returns at a bar; nothing when it never does. */
export function requestsToRollback(traffic: Traffic, random: Random, bar: number) {
  let rollout = canaryOf(traffic.block);
  let requests = 0;
  for (let minute = 0; minute < traffic.minutes; minute += 1) {
    const rates = traffic.rates(minute);
    for (let request = 0; request < traffic.perMinute; request += 1) {
      for (let one = 0; one < traffic.block; one += 1) {
        rollout = after(rollout, "stable", random() < rates.stable);
      }
      rollout = after(rollout, "candidate", random() < rates.candidate);
      requests += 1;
      const metric = rollout.health.metrics["resolved"];
      if (metric !== undefined && regressionOf(metric) >= bar) return requests;
    }
  }
  return undefined;
}

function canaryOf(block: number): Rollout {
  const rollout = aRollout({ state: "canary", share: Math.round(100 / (block + 1)) });
  const guards = { resolved: { direction: "up", margin: 0.02 } } as const;
  return { ...rollout, rules: { ...rollout.rules, guards } };
}

function after(rollout: Rollout, variant: "stable" | "candidate", succeeded: boolean): Rollout {
  const metrics = { resolved: succeeded ? 1 : 0 };
  return { ...rollout, health: observeOutcome(rollout, { variant, metrics }) };
}

/** Candidate requests until a rare violation rolls back, by the product's whole assessment. */
export function requestsToAlarm(rate: number, most: number, random: Random): number | undefined {
  const begun = aRollout({ state: "canary", share: 50 });
  const guards = { violation: { floor: 0.001 } } as const;
  let rollout: Rollout = { ...begun, rules: { ...begun.rules, guards } };
  for (let requests = 1; requests <= most; requests += 1) {
    const metrics = { violation: random() < rate ? 1 : 0 };
    rollout = {
      ...rollout,
      health: observeOutcome(rollout, { variant: "candidate", metrics }),
    };
    if (assess(rollout, instant(0)).kind === "breach") return requests;
  }
  return undefined;
}

/** The same traffic many times over, each with a chance of its own. */
export function repeated(
  times: number,
  seed: number,
  once: (random: Random) => number | undefined,
): readonly (number | undefined)[] {
  return Array.from({ length: times }, (_, at) => once(randomOf(seed, at)));
}
