import { describe, expect, it } from "vitest";
import { digestOf } from "../../../src/core/kernel/digest.ts";
import { sha } from "../../../src/core/kernel/ids.ts";
import { NO_HEALTH } from "../../../src/core/rollout/health.ts";
import {
  alarmOf,
  namedRollout,
  type Production,
  productionName,
  startProduction,
  watchProduction,
} from "../../../src/core/rollout/production.ts";
import { transition } from "../../../src/core/rollout/transition.ts";
import {
  aCanary,
  aRollout,
  BEGAN,
  drive,
  randomFrom,
  ROLLOUT_RULES,
} from "../../support/rollouts.ts";

const REPLACED = {
  version: digestOf("before"),
  artifact: digestOf("stable"),
  commit: sha("b".repeat(40)),
};

/** A version that resolved nine of ten in its canary. */
function promoted(units = 400): Production {
  const rates = () => ({ stable: 0.9, candidate: 0.9 });
  const { rules, health } = drive(aCanary(), rates, { units, seed: 7 });
  return startProduction(rules, health, REPLACED);
}

/** How many outcomes at this rate until the alarm; `most` where there is none. */
function untilAlarm(rate: number, { seed, most }: { seed: number; most: number }): number {
  const random = randomFrom(seed);
  let watched = promoted();
  for (let unit = 1; unit <= most; unit += 1) {
    const metrics = { resolved: random() < rate ? 1 : 0 };
    watched = watchProduction(watched, ROLLOUT_RULES, metrics);
    if (alarmOf(watched) !== undefined) return unit;
  }
  return most;
}

describe("a promoted version under watch", () => {
  it("raises no alarm in ten thousand outcomes while it is as good as in its canary", () => {
    expect(untilAlarm(0.9, { seed: 11, most: 10_000 })).toBe(10_000);
  });

  it("raises one soon after it got much worse, and names the guard", () => {
    expect(untilAlarm(0.5, { seed: 12, most: 2_000 })).toBeLessThan(150);
    let watched = promoted();
    for (let unit = 0; unit < 60; unit += 1) {
      watched = watchProduction(watched, ROLLOUT_RULES, { resolved: 0 });
    }
    expect(alarmOf(watched)?.metric).toBe("resolved");
  });

  it("is held to its canary's mean less the guard's margin, or less what few outcomes leave open", () => {
    const many = promoted(2_000).detectors["resolved"]?.reference ?? 0;
    const few = promoted(31).detectors["resolved"]?.reference ?? 1;

    expect(many).toBeCloseTo(0.9 - 0.1, 1);
    expect(few).toBeLessThan(many);
  });

  it("is not held to a mean that hardly any outcome stands behind", () => {
    expect(promoted(12).detectors).toEqual({});
    expect(alarmOf(promoted(12))).toBeUndefined();
  });

  it("is held to a rare guard's floor from the first outcome on", () => {
    const rules = { guards: { leak: { floor: 0.001 } } };
    let watched = startProduction(rules, NO_HEALTH, REPLACED);
    for (let unit = 0; unit < 8; unit += 1) watched = watchProduction(watched, rules, { leak: 1 });

    expect(alarmOf(watched)?.metric).toBe("leak");
  });

  it("reports under a name of its own, so that late units of its canary are not taken for it", () => {
    expect(namedRollout(productionName("one"))).toEqual({ id: "one", isProduction: true });
    expect(namedRollout("one")).toEqual({ id: "one", isProduction: false });
  });
});

describe("a promotion", () => {
  const inProduction = aRollout({ state: "promoted", reason: "promoted" });

  it("is taken back by an alarm or by a person's rollback, and by nothing else", () => {
    const rollback = { kind: "command", command: "rollback" } as const;
    expect(transition(inProduction, { kind: "regressed" }, BEGAN)).toMatchObject({
      ok: true,
      value: { state: "rolling-back", reason: "production-regressed" },
    });
    expect(transition(inProduction, rollback, BEGAN)).toMatchObject({
      ok: true,
      value: { state: "rolling-back", reason: "rolled-back-on-request" },
    });
    for (const kind of [
      "breach",
      "closed",
      "voided",
      "overdue",
      "stage-passed",
      "merged",
    ] as const) {
      expect(transition(inProduction, { kind }, BEGAN).ok).toBe(false);
    }
    for (const command of ["shadow", "canary", "promote", "hold"] as const) {
      expect(transition(inProduction, { kind: "command", command }, BEGAN).ok).toBe(false);
    }
  });

  it("is taken back in a freeze window as well, because traffic may always go back", () => {
    const rules = { ...ROLLOUT_RULES, freeze: [{ from: "2000-01-01", to: "2100-01-01" }] };
    const frozen = { ...inProduction, rules };

    expect(transition(frozen, { kind: "regressed" }, BEGAN).ok).toBe(true);
  });
});
