import { instant, later } from "../../../src/core/kernel/instant.ts";
import { assess, regressionOf } from "../../../src/core/rollout/assess.ts";
import { observeOutcome } from "../../../src/core/rollout/observe-outcome.ts";
import type { Rollout } from "../../../src/core/rollout/rollout.ts";
import { aRollout, BEGAN } from "../../support/rollouts.ts";
import type { Random } from "../simulation/random.ts";
import { type Arrival, minutesOf, type Traffic } from "./traffic.ts";

/** One life of a canary under the product's own analysis. */
export type Watched = {
  /** Candidate requests until the product takes the canary back; nothing when it never does. */
  readonly breach: number | undefined;
  /** Each time the evidence of regression was higher than ever: what another bar would have seen. */
  readonly peaks: readonly { readonly requests: number; readonly evidence: number }[];
};

/** Bars that are compared; no canary is watched beyond the last. */
export const BARS: readonly number[] = [
  20, 30, 50, 70, 100, 150, 200, 300, 500, 700, 1_000, 2_000, 5_000, 10_000,
];
const [LOWEST, HIGHEST] = [Math.min(...BARS), Math.max(...BARS)];

const MINUTE = 60_000;

/**
 * Every outcome goes through the product's `observeOutcome`, and its `assess` is asked after every one
 * that it compares. Where a canary passes is left out: it is watched for the whole time, as the worst case.
 */
export function watchCanary(traffic: Traffic, random: Random): Watched {
  let rollout = canaryOf(traffic.block);
  let [highest, minute] = [0, 0];
  let breach: number | undefined;
  const peaks: Watched["peaks"][number][] = [];
  for (const arrivals of minutesOf(traffic, random)) {
    const now = later(BEGAN, minute * MINUTE);
    minute += 1;
    for (const arrival of arrivals) {
      const before = rollout;
      rollout = after(rollout, arrival);
      if (comparisons(rollout) === comparisons(before)) continue;
      if (breach === undefined && assess(rollout, now).kind === "breach") {
        breach = rollout.health.units;
      }
      const evidence = evidenceOf(rollout);
      if (evidence <= highest) continue;
      highest = evidence;
      if (evidence >= LOWEST) peaks.push({ requests: rollout.health.units, evidence });
      if (evidence >= HIGHEST) return { breach, peaks };
    }
  }
  return { breach, peaks };
}

/** An outcome that waits for its comparison changes no evidence, and needs no look. */
function comparisons({ health }: Rollout): number {
  const metric = health.metrics["resolved"];
  return metric?.kind === "compared" ? metric.regression.n : 0;
}

/** Candidate requests until the evidence reached a bar. */
export function requestsAt({ peaks }: Watched, bar: number): number | undefined {
  return peaks.find(({ evidence }) => evidence >= bar)?.requests;
}

function evidenceOf({ health }: Rollout): number {
  const metric = health.metrics["resolved"];
  return metric === undefined ? 0 : regressionOf(metric);
}

function canaryOf(block: number): Rollout {
  const rollout = aRollout({ state: "canary", share: Math.round(100 / (block + 1)) });
  const guards = { resolved: { direction: "up", margin: 0.02 } } as const;
  return { ...rollout, rules: { ...rollout.rules, guards } };
}

function after(rollout: Rollout, { variant, succeeded }: Arrival): Rollout {
  const metrics = { resolved: succeeded ? 1 : 0 };
  return { ...rollout, health: observeOutcome(rollout, { variant, metrics }) };
}

/** Candidate requests until a rare violation rolls back, by the product's whole assessment. */
export function requestsToRare(rate: number, most: number, random: Random): number | undefined {
  const begun = aRollout({ state: "canary", share: 50 });
  const guards = { violation: { floor: 0.001 } } as const;
  let rollout: Rollout = { ...begun, rules: { ...begun.rules, guards } };
  for (let requests = 1; requests <= most; requests += 1) {
    const metrics = { violation: random() < rate ? 1 : 0 };
    const health = observeOutcome(rollout, { variant: "candidate", metrics });
    rollout = { ...rollout, health };
    if (assess(rollout, instant(0)).kind === "breach") return requests;
  }
  return undefined;
}
