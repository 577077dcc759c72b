import { describe, expect, it } from "vitest";
import type { RolloutRules } from "../../../src/core/ir/charter.ts";
import { later } from "../../../src/core/kernel/instant.ts";
import { assess, CANARY_BAR, regressionOf } from "../../../src/core/rollout/assess.ts";
import { observeOutcome, type Outcome } from "../../../src/core/rollout/observe-outcome.ts";
import type { Rollout } from "../../../src/core/rollout/rollout.ts";
import { aCanary, aRollout, BEGAN, drive, randomFrom } from "../../support/rollouts.ts";

const SOAKED = later(BEGAN, 3_600_000);

function withGuards(guards: RolloutRules["guards"], parts: Partial<Rollout> = {}): Rollout {
  const canary = aCanary(parts);
  return { ...canary, rules: { ...canary.rules, guards } };
}

function seeing(rollout: Rollout, outcomes: readonly Outcome[]): Rollout {
  return outcomes.reduce(
    (seen, outcome) => ({ ...seen, health: observeOutcome(seen, outcome) }),
    rollout,
  );
}

const breaks = (rollout: Rollout): boolean => assess(rollout, BEGAN).kind === "breach";

describe("assessing a canary", () => {
  it("rolls back a drop of twenty points within a few hundred candidate units", () => {
    const units = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((seed) => {
      const rates = { stable: 0.84, candidate: 0.64 };
      const driven = drive(aCanary(), () => rates, { units: 600, seed, stop: breaks });
      expect(assess(driven, BEGAN)).toMatchObject({ kind: "breach", metric: "resolved" });
      return driven.health.units;
    });

    expect(units.sort((left, right) => left - right)[4]).toBeLessThan(120);
  });

  it("seldom rolls back what is as good, although it looks after every outcome", () => {
    const lives = Array.from({ length: 200 }, (_, seed) =>
      breaks(
        drive(aCanary(), () => ({ stable: 0.8, candidate: 0.8 }), {
          units: 250,
          seed: seed + 1,
          stop: breaks,
        }),
      ),
    );

    expect(lives.filter(Boolean).length / lives.length).toBeLessThanOrEqual(1 / CANARY_BAR);
  });

  it("does not take an outage that both versions share for a regression", () => {
    const outage = (unit: number) =>
      unit % 900 > 400 && unit % 900 < 650
        ? { stable: 0.2, candidate: 0.2 }
        : { stable: 0.85, candidate: 0.85 };
    const lives = Array.from({ length: 200 }, (_, seed) =>
      breaks(drive(aCanary(), outage, { units: 400, seed: seed * 7919 + 1, stop: breaks })),
    );

    expect(lives.filter(Boolean).length / lives.length).toBeLessThanOrEqual(1 / CANARY_BAR);
  });

  it("lets an improvement of the starter's size pass within three hundred candidate units", () => {
    for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
      const stop = (now: Rollout) => assess(now, SOAKED).kind === "stage-passed";
      const rates = { stable: 0.72, candidate: 0.84 };
      const driven = drive(aCanary(), () => rates, { units: 300, seed, stop });

      expect(assess(driven, SOAKED)).toEqual({ kind: "stage-passed" });
      expect(driven.health.units).toBeGreaterThanOrEqual(100);
    }
  });

  it("asks a step for more where earlier acceptances failed, and takes traffic back as soon", () => {
    const rates = { stable: 0.8, candidate: 0.8 };
    const stop = (now: Rollout) => assess(now, SOAKED).kind === "stage-passed";
    const driven = drive(aCanary(), () => rates, { units: 3_000, seed: 5, stop });
    expect(assess(driven, SOAKED)).toEqual({ kind: "stage-passed" });

    expect(assess({ ...driven, caution: 5 }, SOAKED).kind).not.toBe("stage-passed");
    expect(assess({ ...driven, caution: 0.5 }, SOAKED)).toEqual({ kind: "stage-passed" });
    const worse = { stable: 0.84, candidate: 0.44 };
    const broken = drive(aCanary(), () => worse, { units: 600, seed: 1, stop: breaks });
    expect(assess({ ...broken, caution: 5 }, SOAKED).kind).toBe("breach");
  });

  it("waits for the soak time, however good the evidence", () => {
    const rates = { stable: 0.5, candidate: 0.95 };
    const driven = drive(aCanary(), () => rates, { units: 200, seed: 3 });

    expect(assess(driven, BEGAN)).toEqual({ kind: "waiting", until: later(BEGAN, 60_000) });
    expect(assess(driven, later(BEGAN, 60_000))).toEqual({ kind: "stage-passed" });
  });

  it("passes nothing that is worse by more than the margin", () => {
    const rates = { stable: 0.9, candidate: 0.78 };
    const driven = drive(aCanary(), () => rates, { units: 400, seed: 5 });

    expect(assess(driven, SOAKED).kind).not.toBe("stage-passed");
  });

  it("holds at the deadline when nobody reports, and never takes silence for success", () => {
    const alone = seeing(
      aCanary(),
      Array.from({ length: 500 }, () => ({ variant: "candidate", metrics: { resolved: 1 } })),
    );

    expect(assess(aCanary(), later(BEGAN, 24 * 3_600_000))).toEqual({ kind: "overdue" });
    expect(assess(alone, SOAKED).kind).toBe("waiting");
  });

  it("does not pass a rare-event guard that no outcome carried", () => {
    const guards = { resolved: aCanary().rules.guards["resolved"], violation: { floor: 0.001 } };
    const canary = withGuards(guards as RolloutRules["guards"]);
    const driven = drive(canary, () => ({ stable: 0.5, candidate: 0.95 }), { units: 200, seed: 4 });

    expect(assess(driven, SOAKED).kind).toBe("waiting");
  });

  it("rolls back a few violations of what must stay rare, and not a single one", () => {
    const canary = withGuards({ violation: { floor: 0.001 } });
    const clean = { variant: "candidate", metrics: { violation: 0 } } as const;
    const dirty = { variant: "candidate", metrics: { violation: 1 } } as const;
    const one = seeing(canary, [...Array.from({ length: 20 }, () => clean), dirty]);

    expect(assess(one, BEGAN).kind).toBe("waiting");
    expect(assess(seeing(one, [dirty]), BEGAN)).toMatchObject({ kind: "breach" });
  });

  it("weighs a guard without outcomes as no evidence, so that the bar keeps its promise", () => {
    const guards = aCanary().rules.guards;
    const both = { ...guards, violation: { floor: 0.001 } };
    const one = drive(aCanary(), () => ({ stable: 0.9, candidate: 0.5 }), {
      units: 400,
      seed: 2,
      stop: breaks,
    });
    const evidence = regressionOf(Object.values(one.health.metrics)[0] ?? fail());

    expect(evidence).toBeLessThan(2 * CANARY_BAR - 1);
    expect(breaks({ ...withGuards(both), health: one.health })).toBe(false);
  });

  it("replays bit for bit", () => {
    const once = drive(aCanary(), () => ({ stable: 0.8, candidate: 0.7 }), { units: 150, seed: 8 });
    const again = drive(aCanary(), () => ({ stable: 0.8, candidate: 0.7 }), {
      units: 150,
      seed: 8,
    });

    expect(again.health).toEqual(once.health);
  });

  it("survives the store's JSON without losing a bit", () => {
    const half = drive(aCanary(), () => ({ stable: 0.8, candidate: 0.7 }), { units: 80, seed: 8 });
    const stored: Rollout = { ...half, health: JSON.parse(JSON.stringify(half.health)) };
    const next = { variant: "candidate", metrics: { resolved: 0 } } as const;

    expect(observeOutcome(stored, next)).toEqual(observeOutcome(half, next));
  });

  it("is slow to be harmed by one very slow unit, and sure about many", () => {
    const canary = withGuards({ latency_ms: { direction: "down", margin: 0.1 } });
    const random = randomFrom(4);
    const serve = (slower: number): readonly Outcome[] =>
      Array.from({ length: 800 }, () => {
        const variant = random() < 0.25 ? "candidate" : "stable";
        const latency_ms = (80 + 60 * random()) * (variant === "candidate" ? slower : 1);
        return { variant, metrics: { latency_ms } };
      });
    const spike: Outcome = { variant: "candidate", metrics: { latency_ms: 1e9 } };

    expect(breaks(seeing(canary, [...serve(1), spike]))).toBe(false);
    expect(breaks(seeing(canary, serve(3)))).toBe(true);
  });
});

describe("assessing shadow", () => {
  const shadow = aRollout({ state: "shadow" });
  const pair: readonly Outcome[] = [
    { variant: "stable", metrics: {} },
    { variant: "candidate", metrics: {} },
  ];
  const pairs = (count: number) => Array.from({ length: count }, () => pair).flat();

  it("passes after the charter's units, without a soak", () => {
    expect(assess(seeing(shadow, pairs(49)), BEGAN).kind).toBe("waiting");
    expect(assess(seeing(shadow, pairs(50)), BEGAN)).toEqual({ kind: "stage-passed" });
  });

  it("says nothing more once it has passed", () => {
    const passed = { ...seeing(shadow, pairs(60)), shadowPassed: true };

    expect(assess(passed, later(BEGAN, 48 * 3_600_000)).kind).toBe("not-watched");
  });

  it("waits out a freeze instead of passing", () => {
    const freeze = [{ from: "2023-11-14T00:00:00Z", to: "2023-11-20" }];
    const frozen = { ...seeing(shadow, pairs(60)), rules: { ...shadow.rules, freeze } };

    expect(assess(frozen, BEGAN)).toEqual({ kind: "waiting", until: later(BEGAN, 60_000) });
  });
});

function fail(): never {
  throw new Error("there is no such metric");
}
