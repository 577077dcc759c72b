import type { RolloutRules } from "../../src/core/ir/charter.ts";
import { digestOf } from "../../src/core/kernel/digest.ts";
import { pullNumber, repositoryId, sha } from "../../src/core/kernel/ids.ts";
import { instant } from "../../src/core/kernel/instant.ts";
import { NO_HEALTH } from "../../src/core/rollout/health.ts";
import { observeOutcome } from "../../src/core/rollout/observe-outcome.ts";
import type { Rollout } from "../../src/core/rollout/rollout.ts";

export const BEGAN = instant(1_700_000_000_000);

export const ROLLOUT_RULES: RolloutRules = {
  shadow: { units: 50, deadline: "P1D" },
  canary: { steps: [10, 25], min_units: 100, soak: "PT1M", deadline: "P1D" },
  advance: "manual",
  guards: { resolved: { direction: "up", margin: 0.1 } },
  freeze: [],
};

/** An accepted mutation of `greeter`, unless told otherwise. */
export function aRollout(parts: Partial<Rollout> = {}): Rollout {
  return {
    id: "rollout-1",
    repositoryId: repositoryId(7),
    pull: pullNumber(3),
    system: "greeter",
    headSha: sha("a".repeat(40)),
    rules: ROLLOUT_RULES,
    state: "accepted",
    reason: "evidence-sufficient",
    shadowPassed: false,
    step: -1,
    canaryPassed: false,
    share: 0,
    stable: digestOf("stable"),
    candidate: digestOf("candidate"),
    before: digestOf("before"),
    after: digestOf("after"),
    enteredAt: BEGAN,
    health: NO_HEALTH,
    ...parts,
  };
}

/** In the first step of a canary of a quarter of the units. */
export function aCanary(parts: Partial<Rollout> = {}): Rollout {
  const rules = { ...ROLLOUT_RULES, canary: { ...ROLLOUT_RULES.canary, steps: [25] } };
  return aRollout({ rules, state: "canary", shadowPassed: true, step: 0, share: 25, ...parts });
}

/** The same numbers on every machine. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export type Rates = { readonly stable: number; readonly candidate: number };

/** Lets live units come one by one at these success rates, until `stop` or `units` candidates. */
export function drive(
  rollout: Rollout,
  rates: (unit: number) => Rates,
  options: { readonly units: number; readonly seed: number; stop?(now: Rollout): boolean },
): Rollout {
  const random = randomFrom(options.seed);
  let driven = rollout;
  for (let unit = 0; driven.health.units < options.units; unit += 1) {
    const variant = random() * 100 < rollout.share ? "candidate" : "stable";
    const resolved = random() < rates(unit)[variant] ? 1 : 0;
    driven = { ...driven, health: observeOutcome(driven, { variant, metrics: { resolved } }) };
    if (options.stop?.(driven) === true) return driven;
  }
  return driven;
}
