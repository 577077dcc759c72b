import { describe, expect, test } from "vitest";
import { minimumDetectableEffect } from "../../../../src/core/evaluation/statistics/minimum-detectable-effect.ts";
import { normalCdf, normalQuantile } from "../../../../src/core/evaluation/statistics/normal.ts";
import { pairedMean } from "../../../../src/core/evaluation/statistics/paired-mean.ts";
import {
  figureOf,
  unitDifferences,
} from "../../../../src/core/evaluation/statistics/unit-differences.ts";
import { aMeasure } from "../../../support/evidence.ts";

describe("the normal distribution", () => {
  test.each([
    [0.5, 0],
    [0.8, 0.8416212335729143],
    [0.975, 1.959963984540054],
    [0.001, -3.090232306167813],
    [0.000001, -4.753424308822899],
  ])("has its %s quantile at %s", (p, x) => {
    expect(normalQuantile(p)).toBeCloseTo(x, 10);
    expect(normalCdf(x)).toBeCloseTo(p, 12);
  });

  test("has no quantile outside (0, 1)", () => {
    for (const p of [0, 1, Number.NaN]) expect(() => normalQuantile(p)).toThrow(RangeError);
    expect(normalCdf(-9)).toBeCloseTo(0, 18);
    expect(normalCdf(9)).toBe(1);
  });
});

describe("a paired mean", () => {
  test("has the standard error of the differences, not of the two sides", () => {
    const a = [1, 1, 0, 1, 1, 0, 1, 1, 1, 0];
    const b = [1, 0, 0, 1, 0, 0, 1, 1, 0, 0];
    const { mean, standardError, lower, upper } = pairedMean(a.map((x, i) => x - (b[i] ?? 0)));
    expect(mean).toBeCloseTo(0.3, 12);
    expect(standardError).toBeCloseTo(0.1527525, 7);
    expect(upper - lower).toBeCloseTo(2 * 1.959964 * 0.1527525, 6);
  });

  test("of nothing or of one unit says nothing", () => {
    expect(pairedMean([])).toMatchObject({ lower: -1, upper: 1, n: 0 });
    expect(pairedMean([0.5])).toMatchObject({ lower: -0.5, upper: 1.5, n: 1 });
  });
});

test("items of one cluster make one observation, in the order in which clusters appear", () => {
  const pair = (unit: string, baseline: 0 | 1, candidate: 0 | 1) => ({
    item: `${unit}${baseline}${candidate}`,
    unit,
    baseline: aMeasure({ correct: baseline }),
    candidate: aMeasure({ correct: candidate }),
  });
  const records = [pair("b", 0, 1), pair("a", 1, 0), pair("b", 1, 1)];
  const correct = figureOf((measure) => measure.correct);
  expect(unitDifferences(records, correct)).toEqual([0.5, -1]);
});

describe("the minimum detectable effect", () => {
  test.each([
    ["strict", 434, 1000],
    ["standard", 355, 200],
    ["small", 223, 20],
  ])("of profile %s at its simulated count is about ten points", (_profile, n, bar) => {
    expect(minimumDetectableEffect(n, bar)).toBeGreaterThan(0.09);
    expect(minimumDetectableEffect(n, bar)).toBeLessThan(0.11);
  });

  test("shrinks with more units, grows with the bar, and is everything for a tiny suite", () => {
    expect(minimumDetectableEffect(800, 200)).toBeLessThan(minimumDetectableEffect(400, 200));
    expect(minimumDetectableEffect(400, 1000)).toBeGreaterThan(minimumDetectableEffect(400, 200));
    expect(minimumDetectableEffect(3, 200)).toBe(1);
  });
});
