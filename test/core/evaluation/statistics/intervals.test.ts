import { describe, expect, test } from "vitest";
import { bernsteinInterval } from "../../../../src/core/evaluation/statistics/empirical-bernstein.ts";
import {
  hedgedCapital,
  hedgedInterval,
} from "../../../../src/core/evaluation/statistics/hedged-interval.ts";
import {
  betaBinomialLog,
  rateInterval,
  tunedAt,
} from "../../../../src/core/evaluation/statistics/rate-interval.ts";
import {
  halfNormalMixtureBound,
  halfNormalMixtureLog,
  normalMixtureBound,
  normalMixtureLog,
  polyStitching,
} from "../../../bench/evidence/peers/mixture-bounds.ts";
import { expectRelative } from "./relative.ts";
import { seeded } from "./seeded.ts";

const VALUES = [0.9, 0.8, 1, 0.7, 0.6, 1, 0.9, 0.8, 0.75, 0.95];
const TILED = Array.from({ length: 20 }, () => VALUES).flat();
const INTERVALS = [
  ["hedged", hedgedInterval],
  ["empirical-Bernstein", bernsteinInterval],
] as const;

test("the hedged capital follows the reference run", () => {
  const expected = [0.7, 0.91, 1.365, 1.638, 1.8018, 2.7027, 3.78378, 4.918914, 6.148642, 8.915532];
  for (const [at, capital] of expected.entries()) {
    const found = hedgedCapital(VALUES.slice(0, at + 1), { mean: 0.5, alpha: 0.05 });
    expectRelative(found, capital);
  }
});

test.each([
  [50, 0.679496, 0.994324],
  [100, 0.756634, 0.920276],
  [200, 0.795224, 0.88323],
])("the empirical-Bernstein interval at %s is (%s, %s)", (n, lower, upper) => {
  const found = bernsteinInterval(TILED.slice(0, n), 0.05);
  expectRelative(found.lower, lower, 2e-6);
  expectRelative(found.upper, upper, 2e-6);
});

test("the hedged interval at 200 is about the reference one", () => {
  const { lower, upper } = hedgedInterval(TILED, 0.05);
  expect(Math.abs(lower - 0.8055)).toBeLessThan(6e-4);
  expect(Math.abs(upper - 0.867)).toBeLessThan(6e-4);
});

describe.each(INTERVALS)("the %s interval", (_name, interval) => {
  test("shrinks as values come, and with the error allowed", () => {
    const width = (n: number, alpha: number): number => {
      const { lower, upper } = interval(TILED.slice(0, n), alpha);
      return upper - lower;
    };
    const widths = [20, 50, 100, 200].map((n) => width(n, 0.05));
    expect(widths).toEqual(widths.toSorted((a, b) => b - a));
    expect(width(200, 0.01)).toBeGreaterThan(width(200, 0.05));
  });

  test("of turned values is the turned interval", () => {
    const plain = interval(TILED.slice(0, 60), 0.05);
    const turned = interval(
      TILED.slice(0, 60).map((value) => 1 - value),
      0.05,
    );
    expect(turned.lower).toBeCloseTo(1 - plain.upper, 9);
    expect(turned.upper).toBeCloseTo(1 - plain.lower, 9);
  });

  test("holds the mean at every look in nearly all runs", () => {
    const random = seeded(11);
    let missed = 0;
    for (let run = 0; run < 200; run += 1) {
      const values = Array.from({ length: 100 }, () => (random() < 0.7 ? 1 : 0));
      const isMissed = [10, 20, 40, 60, 80, 100].some((n) => {
        const { lower, upper } = interval(values.slice(0, n), 0.1);
        return lower > 0.7 || upper < 0.7;
      });
      if (isMissed) missed += 1;
    }
    expect(missed / 200).toBeLessThanOrEqual(0.1);
  });

  test("says nothing of nothing, or of what is no share", () => {
    const everything = { lower: 0, upper: 1 };
    expect(interval([], 0.05)).toEqual(everything);
    for (const bad of [Number.NaN, Infinity, -0.1, 1.1]) {
      expect(interval([0.5, bad], 0.05)).toEqual(everything);
      expect(interval(VALUES, bad)).toEqual(everything);
    }
    expect(hedgedCapital([2], { mean: 0.5, alpha: 0.05 })).toBeNaN();
  });
});

describe("the confidence sequence of a rate", () => {
  test.each([
    [700, 1000, 100, 0.651629, 0.745949],
    [15, 50, 50, 0.129556, 0.511896],
  ])("%s of %s, tuned for %s, is (%s, %s)", (events, trials, tunedFor, lower, upper) => {
    const found = rateInterval({ events, trials }, { alpha: 0.05, tunedFor });
    expectRelative(found.lower, lower, 1e-5);
    expectRelative(found.upper, upper, 1e-5);
  });

  test("says nothing of nothing and one-sided things of nothing but successes", () => {
    const tuned = { alpha: 0.05, tunedFor: 100 };
    expect(rateInterval({ events: 0, trials: 0 }, tuned)).toEqual({ lower: 0, upper: 1 });
    expect(rateInterval({ events: 5, trials: 4 }, tuned)).toEqual({ lower: 0, upper: 1 });
    expect(rateInterval({ events: Number.NaN, trials: 4 }, tuned)).toEqual({ lower: 0, upper: 1 });
    const { lower, upper } = rateInterval({ events: 50, trials: 50 }, tuned);
    expect(upper).toBe(1);
    expect(lower).toBeGreaterThan(0.8);
  });
});

describe("mixture bounds", () => {
  const walk = { s: 10, v: 100 };
  const rho = tunedAt(100, 0.05);
  const oneSided = tunedAt(100, 0.1);

  test("are tuned to the reference precision", () => {
    expectRelative(rho, 12.60056);
  });

  test("agree with the reference normal mixtures", () => {
    expectRelative(normalMixtureLog(walk, rho), -0.6510052);
    expectRelative(normalMixtureBound(100, rho, 0.05), 30.35209);
    expectRelative(halfNormalMixtureLog(walk, oneSided), -0.06502391);
    expectRelative(halfNormalMixtureBound(100, oneSided, 0.05), 27.66071);
  });

  test("agree with the reference beta-binomial mixtures", () => {
    const shape = { below: 0.2, above: 0.8 };
    const both = { ...shape, weight: rho - 0.16, isOneSided: false };
    const one = { ...shape, weight: oneSided - 0.16, isOneSided: true };
    expectRelative(betaBinomialLog(walk, both), -0.6941012);
    expectRelative(betaBinomialLog(walk, one), -0.07134019);
  });

  test("agree with the reference stitched boundary", () => {
    expectRelative(polyStitching(100, { alpha: 0.05, vMin: 10, c: 3 }), 64.48755);
    expectRelative(polyStitching(100, { alpha: 0.05, vMin: 10, c: -1 }), 28.99389);
  });
});
