import {
  changeEvidence,
  startEDetector,
  watchOutcome,
} from "../../../src/core/evaluation/statistics/e-detector.ts";
import { digestOf } from "../../../src/core/kernel/digest.ts";
import { sha } from "../../../src/core/kernel/ids.ts";
import type { Health } from "../../../src/core/rollout/health.ts";
import { NO_HEALTH } from "../../../src/core/rollout/health.ts";
import { observeOutcome } from "../../../src/core/rollout/observe-outcome.ts";
import {
  alarmOf,
  type Production,
  startProduction,
  watchProduction,
} from "../../../src/core/rollout/production.ts";
import { aRollout } from "../../support/rollouts.ts";
import type { Random } from "../simulation/random.ts";
import { BASELINE } from "./traffic.ts";

/** A promoted version: how well it does after `change` outcomes, and when nobody looks any more. */
export type Life = { readonly rate: number; readonly change: number; readonly most: number };

/** Falls by ten points after a thousand outcomes. */
export const FALLEN: Life = { rate: BASELINE - 0.1, change: 1_000, most: 7_000 };

/** Ten thousand outcomes as good as ever. */
export const STEADY: Life = { rate: BASELINE, change: 10_000, most: 10_000 };

/** Outcomes from the change to the alarm; negative where it is false, nothing where there is none. */
export type Watch = (random: Random, life: Life) => number | undefined;

/** What the design asks of an e-detector: reference .88, one false alarm in 10,000 outcomes. */
export const TARGET = { reference: 0.88, runLength: 10_000 } as const;

export const watchAtTarget: Watch = (random, life) => {
  let detector = startEDetector(TARGET.reference);
  return alarmIn(random, life, (succeeded) => {
    detector = watchOutcome(detector, succeeded ? 1 : 0);
    return changeEvidence(detector) >= TARGET.runLength;
  });
};

/** Units of the last canary step that the product's own watch starts from. */
export const CANARY_UNITS = 1_000;
export const MARGIN = 0.02;

const RULES = { guards: { resolved: { direction: "up", margin: MARGIN } } } as const;

/** The product: reference from what the canary showed, alarm where `alarmOf` has it. */
export const watchInProduction: Watch = (random, life) => {
  let production = promoted(random);
  return alarmIn(random, life, (succeeded) => {
    production = watchProduction(production, RULES, { resolved: succeeded ? 1 : 0 });
    return alarmOf(production) !== undefined;
  });
};

const REPLACED = {
  version: digestOf("before"),
  artifact: digestOf("stable"),
  commit: sha("b".repeat(40)),
};

/** Through a canary of its own first, whose luck decides what the watch takes for normal. */
export function promoted(random: Random): Production {
  const rollout = aRollout({ state: "canary", share: 50 });
  const canary = { ...rollout, rules: { ...rollout.rules, ...RULES } };
  let health: Health = NO_HEALTH;
  while (health.units < CANARY_UNITS) {
    for (const variant of ["stable", "candidate"] as const) {
      const metrics = { resolved: random() < BASELINE ? 1 : 0 };
      health = observeOutcome({ ...canary, health }, { variant, metrics });
    }
  }
  return startProduction(RULES, health, REPLACED);
}

const WINDOW = 100;

/** What alerts are made of: the success of each hundred requests, against the threshold. */
export const watchWindows: Watch = (random, life) => {
  let [good, seen] = [0, 0];
  return alarmIn(random, life, (succeeded) => {
    good += succeeded ? 1 : 0;
    seen += 1;
    if (seen % WINDOW !== 0) return false;
    const isBelow = good < (BASELINE - 0.05) * WINDOW;
    good = 0;
    return isBelow;
  });
};

function alarmIn(
  random: Random,
  { rate, change, most }: Life,
  isAlarmed: (succeeded: boolean) => boolean,
): number | undefined {
  for (let seen = 1; seen <= most; seen += 1) {
    const now = seen <= change ? BASELINE : rate;
    if (isAlarmed(random() < now)) return seen - change;
  }
  return undefined;
}
