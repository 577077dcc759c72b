import { describe, expect, it } from "vitest";
import { regressionOf } from "../../../src/core/rollout/assess.ts";
import { aCanary, drive } from "../../support/rollouts.ts";

const driven = (units: number) =>
  drive(aCanary(), () => ({ stable: 0.8, candidate: 0.6 }), { units, seed: 5 }).health;

describe("how evidence came about", () => {
  it("is marked after every candidate unit of a short stage", () => {
    const { trace, metrics } = driven(20);

    expect(trace?.every).toBe(1);
    expect(trace?.marks).toHaveLength(20);
    const [name, health] = Object.entries(metrics)[0] ?? [];
    const now = health === undefined ? 0 : Math.log10(regressionOf(health));
    expect(trace?.marks.at(-1)?.[name ?? ""]).toBeCloseTo(now, 1);
  });

  it("is marked less often in a longer one, so that the record does not grow", () => {
    const { trace } = driven(400);

    expect(trace?.marks.length).toBeGreaterThanOrEqual(12);
    expect(trace?.marks.length).toBeLessThan(32);
    expect((trace?.every ?? 0) * (trace?.marks.length ?? 0)).toBeGreaterThan(400 - 32);
  });
});
