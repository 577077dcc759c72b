import { assert, double, integer, property } from "fast-check";
import { describe, expect, test } from "vitest";
import {
  minimumDetectableEffect,
  smallestMargin,
} from "../../../../src/core/evaluation/statistics/minimum-detectable-effect.ts";
import {
  medianUnits,
  powerOf,
  unitsNeeded,
} from "../../../../src/core/evaluation/statistics/sample-size.ts";

const BARS = [20, 200, 1000] as const;
const improvement = (bar: number) => ({ nullMean: 0, bar });

describe("planned counts agree with simulated ones", () => {
  test.each([
    [0.1, 0.05, [279, 475, 603]],
    [0.2, 0.03, [1224, 2461, 3261]],
    [0.2, 0.05, [467, 866, 1134]],
    [0.2, 0.1, [144, 238, 300]],
    [0.3, 0.05, [686, 1298, 1687]],
    [0.3, 0.1, [190, 336, 441]],
  ])("at discordance %s and an effect of %s", (discordance, effect, simulated) => {
    for (const [at, bar] of BARS.entries()) {
      const planned = medianUnits({ effect, discordance }, improvement(bar));
      expect(planned / (simulated[at] ?? 0)).toBeGreaterThan(0.9);
      expect(planned / (simulated[at] ?? 0)).toBeLessThan(1.26);
    }
  });

  test.each([
    [0.05, 0.05, 196],
    [0.05, 0.1, 283],
    [0.05, 0.2, 452],
    [0.03, 0.05, 437],
    [0.03, 0.1, 698],
    [0.03, 0.2, 1282],
  ])("of a margin of %s at discordance %s", (margin, discordance, simulated) => {
    const planned = medianUnits({ effect: 0, discordance }, { nullMean: -margin, bar: 20 });
    expect(planned / simulated).toBeGreaterThan(0.88);
    expect(planned / simulated).toBeLessThan(1.26);
  });

  test.each([
    [50, 0.15, 0.2, 0.26],
    [50, 0.25, 0.2, 0.91],
    [50, 0.25, 0.3, 0.72],
    [100, 0.1, 0.2, 0.29],
    [100, 0.15, 0.2, 0.78],
    [100, 0.15, 0.3, 0.55],
    [200, 0.1, 0.2, 0.74],
    [200, 0.1, 0.3, 0.54],
    [200, 0.15, 0.2, 1],
  ])("of %s units, an effect of %s at discordance %s has power %s", (...row) => {
    const [units, effect, discordance, simulated] = row;
    const planned = powerOf(units, { effect, discordance }, improvement(20));
    expect(Math.abs(planned - simulated)).toBeLessThan(0.2);
  });
});

test("the count for an effect and the effect for a count undo each other", () => {
  assert(
    property(
      double({ min: 0.01, max: 0.5, noNaN: true }),
      double({ min: 20, max: 1000, noNaN: true }),
      (effect, bar) => {
        const units = unitsNeeded({ effect, discordance: 0.2 }, improvement(bar));
        const found = minimumDetectableEffect(units, bar);
        const power = powerOf(units, { effect, discordance: 0.2 }, improvement(bar));
        return found <= effect + 1e-6 && power >= 0.8 - 1e-9;
      },
    ),
  );
});

test("more units, a lower bar and less discordance each show no less", () => {
  assert(
    property(integer({ min: 1, max: 5000 }), integer({ min: 1, max: 5000 }), (few, more) => {
      const [low, high] = [Math.min(few, more), Math.max(few, more)];
      return (
        minimumDetectableEffect(high, 100) <= minimumDetectableEffect(low, 100) &&
        minimumDetectableEffect(low, 20) <= minimumDetectableEffect(low, 100) &&
        minimumDetectableEffect(low, 100, 0.1) <= minimumDetectableEffect(low, 100, 0.3) + 1e-6 &&
        smallestMargin(high, 20) <= smallestMargin(low, 20)
      );
    }),
  );
});

test("where nothing can be shown, nothing is promised", () => {
  for (const units of [0, -1, Number.NaN]) {
    expect(minimumDetectableEffect(units, 20)).toBe(1);
    expect(smallestMargin(units, 20)).toBe(1);
    expect(powerOf(units, { effect: 0.1, discordance: 0.2 }, improvement(20))).toBe(0);
  }
  for (const bar of [Number.NaN, 0, Infinity]) {
    expect(unitsNeeded({ effect: 0.1, discordance: 0.2 }, improvement(bar))).toBe(Infinity);
    expect(minimumDetectableEffect(1000, bar)).toBe(1);
    expect(powerOf(100, { effect: 0.1, discordance: 0.2 }, improvement(bar))).toBe(0);
  }
  for (const effect of [0, -0.1, Number.NaN]) {
    expect(unitsNeeded({ effect, discordance: 0.2 }, improvement(20))).toBe(Infinity);
  }
});
