import { array, assert, double, integer, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { barOf } from "../../../../src/core/decision/thresholds.ts";
import { eLondBar } from "../../../../src/core/evaluation/statistics/e-lond.ts";
import { acceptedOnline } from "../../../../src/core/evaluation/statistics/online-e-bh.ts";
import { lond } from "../../../bench/evidence/peers/lond.ts";
import { lordPlusPlus } from "../../../bench/evidence/peers/lord.ts";
import { lordShare, saffronShare } from "../../../bench/evidence/peers/online-levels.ts";
import { addis, saffron } from "../../../bench/evidence/peers/saffron.ts";
import { expectRelative } from "./relative.ts";
import { seeded } from "./seeded.ts";

const P_VALUES = [
  2.9e-8, 0.06743, 0.01514, 0.08174, 0.00171, 3.6e-5, 0.79149, 0.27201, 0.28295, 7.59e-8, 0.69274,
  0.30443, 0.00136, 0.72342, 0.54757,
];
const EVIDENCE = [300, 1.2, 5000, 0.4, 90, 2000];
const BARS = [373.71, 1718.5, 2017.7, 1213.1, 1430.8, 1654];

const placesOf = (rejected: readonly boolean[]): readonly number[] =>
  rejected.flatMap((isRejected, at) => (isRejected ? [at + 1] : []));
const bitsOf = (rejected: readonly boolean[]): string => rejected.map(Number).join("");

/** e-LOND over a run with LORD's falling shares: the bars met, and what was accepted. */
function runELond(eValues: readonly number[], alpha: number, spreadOf: (t: number) => number) {
  const bars: number[] = [];
  const accepted: boolean[] = [];
  for (const [at, eValue] of eValues.entries()) {
    const accepts = accepted.filter(Boolean).length;
    const bar = eLondBar({ alpha, spread: spreadOf(at + 1) }, accepts);
    bars.push(bar);
    accepted.push(eValue >= bar);
  }
  return { bars, accepted };
}

describe("e-LOND", () => {
  test("sets the reference bars and accepts the third and the sixth", () => {
    const { bars, accepted } = runELond(EVIDENCE, 0.05, (t) => 1 / lordShare(t));
    for (const [at, bar] of BARS.entries()) expectRelative(bars[at] ?? 0, bar, 5e-5);
    expect(placesOf(accepted)).toEqual([3, 6]);
  });

  test("is the bar of the profiles, above the floor", () => {
    for (let accepts = 0; accepts < 100; accepts += 1) {
      const strict = Math.max(20, eLondBar({ alpha: 0.1, spread: 100 }, accepts));
      expect(Object.is(barOf("strict", { accepts }), strict)).toBe(true);
      expect(Object.is(strict, Math.max(20, 100 / (0.1 * (accepts + 1))))).toBe(true);
    }
    expect(barOf("small", { accepts: 9 })).toBe(20);
  });

  test("cannot be met with figures that are no spending", () => {
    for (const bad of [Number.NaN, 0, -1, 1]) {
      expect(eLondBar({ alpha: bad, spread: 100 }, 0)).toBe(Infinity);
    }
    expect(eLondBar({ alpha: 0.1, spread: 0.5 }, 0)).toBe(Infinity);
    expect(eLondBar({ alpha: 0.1, spread: Number.NaN }, 0)).toBe(Infinity);
    expect(eLondBar({ alpha: 0.1, spread: 100 }, -1)).toBe(Infinity);
    expect(eLondBar({ alpha: 0.1, spread: 100 }, Number.NaN)).toBe(Infinity);
  });

  test("keeps false accepts within α when every test rests on the same noise", () => {
    const random = seeded(3);
    const runs = 2000;
    let runsWithAccepts = 0;
    for (let run = 0; run < runs; run += 1) {
      // One draw behind all tests of the run: e = 400 with chance 1/400, the worst dependence.
      const shared = random() < 1 / 400 ? 400 : 0;
      const { accepted } = runELond(
        Array.from({ length: 20 }, () => shared),
        0.1,
        () => 20,
      );
      if (accepted.some(Boolean)) runsWithAccepts += 1;
    }
    expect(runsWithAccepts / runs).toBeLessThanOrEqual(0.1);
  });
});

describe("online e-BH", () => {
  const spread = 20;
  const tests = (eValues: readonly number[]) => eValues.map((eValue) => ({ eValue, spread }));

  test("accepts a quarantined test when later accepts have lowered its bar", () => {
    expect(acceptedOnline(tests([120]), 0.1)).toEqual([false]);
    expect(acceptedOnline(tests([120, 250]), 0.1)).toEqual([true, true]);
    expect(acceptedOnline(tests([90, 250]), 0.1)).toEqual([false, true]);
    expect(acceptedOnline(tests([101, 101]), 0.1)).toEqual([true, true]);
    expect(acceptedOnline(tests([99, 99]), 0.1)).toEqual([false, false]);
  });

  test("accepts whatever e-LOND accepts, and more evidence takes nothing away", () => {
    assert(
      property(array(double({ min: 0, max: 500, noNaN: true }), { maxLength: 20 }), (eValues) => {
        const { accepted } = runELond(eValues, 0.1, () => spread);
        const online = acceptedOnline(tests(eValues), 0.1);
        const doubled = acceptedOnline(tests(eValues.map((eValue) => eValue * 2)), 0.1);
        const keeps = online.every((isAccepted, at) => !isAccepted || doubled[at] === true);
        return keeps && accepted.every((isAccepted, at) => !isAccepted || online[at] === true);
      }),
    );
  });

  test("does not care in which order tests stand", () => {
    assert(
      property(array(integer({ min: 0, max: 300 }), { maxLength: 12 }), (eValues) => {
        const forwards = acceptedOnline(tests(eValues), 0.1);
        const backwards = acceptedOnline(tests(eValues.toReversed()), 0.1);
        return bitsOf(forwards) === bitsOf(backwards.toReversed());
      }),
    );
  });

  test("never accepts what is no number, and nothing of nothing", () => {
    expect(acceptedOnline(tests([Number.NaN, 1000]), 0.1)).toEqual([false, true]);
    expect(acceptedOnline([], 0.1)).toEqual([]);
    expect(acceptedOnline(tests([1000]), Number.NaN)).toEqual([false]);
  });
});

describe("the peers for p-values", () => {
  test("LORD++ spends the reference levels", () => {
    const expected = [
      0.000267584, 0.00246645, 0.000573282, 0.00048728, 0.000405907, 0.000344729, 0.0029745,
      0.000845011, 0.000730565, 0.000624314, 0.00321859, 0.00106172, 0.000925682, 0.000801966,
      0.000705961,
    ];
    const { levels, rejected } = lordPlusPlus(P_VALUES, 0.05);
    for (const [at, level] of expected.entries()) expectRelative(levels[at] ?? 0, level, 3e-6);
    expect(placesOf(rejected)).toEqual([1, 6, 10]);
  });

  test("SAFFRON spends the reference levels", () => {
    const same = (times: number, level: number) => Array.from({ length: times }, () => level);
    const expected = [
      0.00546863,
      ...same(4, 0.0109373),
      0.0218745,
      0.0328118,
      ...same(3, 0.0108238),
      0.0217611,
      ...same(2, 0.00926559),
      0.0202028,
      0.00906437,
    ];
    const { levels, rejected } = saffron(P_VALUES, 0.05);
    for (const [at, level] of expected.entries()) expectRelative(levels[at] ?? 0, level, 5e-6);
    expect(placesOf(rejected)).toEqual([1, 5, 6, 10, 13]);
  });

  test("LOND rejects the reference tests from its reference first level", () => {
    const { levels, rejected } = lond(P_VALUES, 0.05);
    expectRelative(levels[0] ?? 0, 0.00267584, 2e-6);
    expect(placesOf(rejected)).toEqual([1, 6, 10]);
  });

  test("all reject what their own unit tests demand", () => {
    const four = [1e-7, 3e-4, 0.1, 6e-4];
    const three = [1e-7, 0.1, 6e-4];
    expect(bitsOf(lordPlusPlus([1e-7, 0.1, 0.00025, 0.07], 0.05).rejected)).toBe("1010");
    expect(bitsOf(saffron(four, 0.05).rejected)).toBe("1101");
    expect(bitsOf(addis(four, 0.05).rejected)).toBe("1101");
    expect(bitsOf(lond(three, 0.05).rejected)).toBe("101");
    expect(bitsOf(lond(three, 0.05, true).rejected)).toBe("100");
  });

  test("spread no more than they have", () => {
    const sum = (share: (j: number) => number): number => {
      let total = 0;
      for (let j = 1; j <= 200_000; j += 1) total += share(j);
      return total;
    };
    expect(sum(lordShare)).toBeLessThan(1);
    expect(sum(saffronShare)).toBeLessThan(1.0001);
  });
});
