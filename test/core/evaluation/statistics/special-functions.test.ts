import { assert, double, property } from "fast-check";
import { describe, expect, test } from "vitest";
import {
  betaQuantile,
  incompleteBeta,
} from "../../../../src/core/evaluation/statistics/incomplete-beta.ts";
import { logBeta, logGamma } from "../../../../src/core/evaluation/statistics/log-gamma.ts";
import { normalCdf, normalQuantile } from "../../../../src/core/evaluation/statistics/normal.ts";
import { expectRelative } from "./relative.ts";

const NO_NUMBERS = [Number.NaN, -1, -Infinity];

describe("the logarithm of the gamma function", () => {
  test.each([
    [0.001, 6.907178885383853],
    [0.5, 0.5723649429247],
    [1.5, -0.12078223763524526],
    [2.5, 0.2846828704729192],
    [9.99, 12.779315214350195],
    [10.5, 13.940625219403763],
    [100, 359.1342053695754],
    [12345.678, 103959.91990554606],
    [1e10, 220258509288.81058],
  ])("at %s is %s", (x, expected) => {
    expectRelative(logGamma(x), expected, 1e-13);
  });

  test("is that of the factorials", () => {
    let factorial = 1;
    for (let n = 1; n <= 20; n += 1) {
      expect(logGamma(n)).toBeCloseTo(Math.log(factorial), 12);
      factorial *= n;
    }
  });

  test("is no number outside its domain", () => {
    for (const x of [0, ...NO_NUMBERS]) expect(logGamma(x)).toBeNaN();
    expect(logGamma(Infinity)).toBe(Infinity);
    expect(logBeta(1, 0)).toBeNaN();
  });
});

describe("the incomplete beta function", () => {
  test.each([
    [0.1, 0.5, 0.5, 0.20483276469913345],
    [0.5, 2, 3, 0.6875],
    [0.9, 20, 3, 0.6200409384119034],
    [0.001, 0.2, 50, 0.5924616633839166],
    [0.3, 300, 700, 0.5036711828607681],
    [0.5, 1e5, 100300, 0.7486728868521804],
    [0.02, 1, 300, 0.9976674943320486],
    [0.999, 5, 0.1, 0.38710164062500535],
    [1e-5, 3, 1e6, 0.9972307404817266],
  ])("at %s with (%s, %s) is %s", (x, a, b, expected) => {
    expectRelative(incompleteBeta(x, a, b), expected, 1e-9);
  });

  test("runs from 0 to 1 and mirrors its parameters", () => {
    assert(
      property(inner(), parameter(), parameter(), (x, a, b) => {
        const value = incompleteBeta(x, a, b);
        const mirrored = 1 - incompleteBeta(1 - x, b, a);
        return value >= 0 && value <= 1 && Math.abs(value - mirrored) < 1e-9;
      }),
    );
    expect(incompleteBeta(0, 2, 3)).toBe(0);
    expect(incompleteBeta(1, 2, 3)).toBe(1);
  });

  test("never falls as x rises", () => {
    assert(
      property(unit(), unit(), parameter(), (x, y, a) => {
        const [low, high] = [Math.min(x, y), Math.max(x, y)];
        return incompleteBeta(low, a, 3) <= incompleteBeta(high, a, 3) + 1e-12;
      }),
    );
  });

  test("is undone by its quantile", () => {
    expectRelative(betaQuantile(0.95, 1, 300), 0.009936081944457708, 1e-12);
    expectRelative(betaQuantile(0.025, 3, 9), 0.06021773417290665, 1e-12);
    expectRelative(betaQuantile(0.975, 700, 300), 0.728001644309209, 1e-12);
    assert(
      property(unit(), parameter(), (p, a) => {
        return Math.abs(incompleteBeta(betaQuantile(p, a, 2), a, 2) - p) < 1e-9;
      }),
    );
    expect([betaQuantile(0, 2, 2), betaQuantile(1, 2, 2)]).toEqual([0, 1]);
  });

  test("is no number where nothing is defined", () => {
    for (const bad of [...NO_NUMBERS, Infinity]) {
      expect(incompleteBeta(0.5, bad, 1)).toBeNaN();
      expect(incompleteBeta(0.5, 1, bad)).toBeNaN();
      expect(incompleteBeta(bad, 1, 1)).toBeNaN();
      expect(betaQuantile(bad, 1, 1)).toBeNaN();
      expect(betaQuantile(0.5, bad, 1)).toBeNaN();
    }
  });
});

describe("the tails of the normal distribution", () => {
  test.each([
    [-30, 4.906713927147908e-198],
    [-12, 1.776482112077653e-33],
    [-7.5, 3.1908916729108844e-14],
    [-5, 2.866515718791933e-7],
    [-3.01, 0.0013062384487694675],
    [-2.99, 0.0013948872354922468],
    [-1, 0.15865525393145707],
    [3.5, 0.9997673709209645],
  ])("below %s hold %s", (x, p) => {
    expectRelative(normalCdf(x), p, 1e-11);
    if (x < 0) expectRelative(normalQuantile(p), x, 1e-11);
  });

  test("mirror each other", () => {
    for (const p of [1e-5, 0.01, 0.3]) {
      expectRelative(normalQuantile(p), -normalQuantile(1 - p), 1e-11);
      expect(normalCdf(1.5) + normalCdf(-1.5)).toBeCloseTo(1, 14);
    }
    expectRelative(normalQuantile(1e-300), -37.0470962993612, 1e-12);
    expect(normalCdf(Number.NaN)).toBeNaN();
    expect([normalCdf(-Infinity), normalCdf(Infinity)]).toEqual([0, 1]);
  });
});

const unit = () => double({ min: 0, max: 1, noNaN: true });
const inner = () => double({ min: 1e-6, max: 1 - 1e-6, noNaN: true });
const parameter = () => double({ min: 0.05, max: 500, noNaN: true });
