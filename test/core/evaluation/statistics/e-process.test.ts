import { array, assert, double, property } from "fast-check";
import { expect, test } from "vitest";
import {
  eValueOf,
  eValueOver,
  observe,
  startEProcess,
} from "../../../../src/core/evaluation/statistics/e-process.ts";

const DIFFERENCES = [1, 0, 1, 1, -1, 0, 1, 1, 0, 1];

test("the reference run gives the reference e-values after every pair", () => {
  const expected = [
    1.252101, 1.252101, 1.639037, 2.254581, 1.243998, 1.243998, 1.560944, 2.030919, 2.030919,
    2.748915,
  ];
  let process = startEProcess(0);
  for (const [index, difference] of DIFFERENCES.entries()) {
    process = observe(process, difference, 0);
    expect(eValueOf(process)).toBeCloseTo(expected[index] ?? Number.NaN, 6);
  }
  expect(process.n).toBe(10);
});

test("a higher bar to beat lowers the evidence of the reference run", () => {
  expect(eValueOver(DIFFERENCES, 0.02)).toBeCloseTo(2.525416, 6);
});

test("the empty run is evidence of nothing", () => {
  expect(eValueOf(startEProcess(0))).toBe(1);
});

test("a long winning or losing run stays finite and is never negative", () => {
  const wins = eValueOver(
    Array.from({ length: 5000 }, () => 1),
    0,
  );
  expect(wins).toBe(Number.MAX_VALUE);
  const losses = eValueOver(
    Array.from({ length: 50_000 }, () => -1),
    0,
  );
  expect(losses).toBeGreaterThanOrEqual(0);
  expect(losses).toBeLessThan(1e-9);
});

test("rescaling changes no bit of what plain products would say", () => {
  const long = Array.from({ length: 300 }, (_, index) => (index % 3 === 0 ? 0 : 1));
  const bets = Array.from({ length: 12 }, (_, k) => k);
  let process = startEProcess(0);
  for (const difference of long) process = observe(process, difference, 0);
  expect(process.exponents.some((exponent) => exponent !== 0)).toBe(true);
  let tail = startEProcess(0);
  for (const difference of long) tail = observe(tail, difference, 0);
  for (const k of bets) expect(Object.is(tail.products[k], process.products[k])).toBe(true);
  expect(eValueOf(process)).toBeGreaterThan(1e30);
});

test("the evidence is fair: over all sign patterns its mean is exactly one at the null", () => {
  const patterns = Array.from({ length: 64 }, (_, bits) =>
    Array.from({ length: 6 }, (_, place) => ((bits >> place) & 1 ? 1 : -1)),
  );
  const mean = patterns.reduce((sum, run) => sum + eValueOver(run, 0), 0) / patterns.length;
  expect(mean).toBeCloseTo(1, 12);
});

test("a difference that is not in [-1, 1] is a fault", () => {
  for (const value of [Number.NaN, 1.0001, -2, Infinity]) {
    expect(() => observe(startEProcess(0), value, 0)).toThrow(RangeError);
  }
  expect(() => startEProcess(-1)).toThrow(RangeError);
});

test("evidence never turns negative or infinite, whatever is observed", () => {
  assert(
    property(
      array(double({ min: -1, max: 1, noNaN: true }), { maxLength: 200 }),
      double({ min: -0.1, max: 0.1, noNaN: true }),
      (differences, nullMean) => {
        const value = eValueOver(differences, nullMean);
        return value >= 0 && Number.isFinite(value);
      },
    ),
  );
});
