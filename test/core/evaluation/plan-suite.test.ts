import { describe, expect, test } from "vitest";
import { barOf } from "../../../src/core/decision/thresholds.ts";
import { planSuite } from "../../../src/core/evaluation/plan-suite.ts";

const QUESTION = { units: 400, discordance: 0.2, effect: 0.1, guardBar: 20 };
const BARS = (["strict", "standard", "small"] as const).map((profile) =>
  barOf(profile, { accepts: 0 }),
);

describe("the plan of a suite", () => {
  test.each([
    ["strict", 0, 434],
    ["standard", 1, 355],
    ["small", 2, 223],
  ])("asks under %s for about as many units as simulation does", (_profile, at, simulated) => {
    const planned = planSuite(QUESTION, BARS).bars[at]?.unitsNeeded ?? 0;
    expect(planned / simulated).toBeGreaterThan(0.93);
    expect(planned / simulated).toBeLessThan(1.1);
  });

  test("has 80 % power at the count and the effect that it names", () => {
    for (const [at, bar] of planSuite(QUESTION, BARS).bars.entries()) {
      const enough = planSuite({ ...QUESTION, units: bar.unitsNeeded }, BARS).bars[at];
      const smallest = { ...QUESTION, effect: bar.minimumDetectableEffect };
      expect(enough?.power).toBeCloseTo(0.8, 2);
      expect(planSuite(smallest, BARS).bars[at]?.power).toBeCloseTo(0.8, 2);
    }
  });

  test("bounds the rate of what never happened by the rule of three", () => {
    expect(planSuite({ ...QUESTION, units: 299 }, BARS).cleanRate).toBeLessThan(0.01);
    expect(planSuite({ ...QUESTION, units: 298 }, BARS).cleanRate).toBeGreaterThan(0.01);
  });

  test("of a handful of items shows nothing", () => {
    const { bars, smallestMargin, cleanRate } = planSuite({ ...QUESTION, units: 3 }, BARS);
    expect(bars.every((bar) => bar.minimumDetectableEffect === 1)).toBe(true);
    expect(smallestMargin).toBeGreaterThan(0.3);
    expect(cleanRate).toBeGreaterThan(0.5);
  });
});
