import { constantFrom, assert, integer, property } from "fast-check";
import { describe, expect, test } from "vitest";
import {
  cleanTrialsNeeded,
  lowerRate,
  upperRate,
} from "../../../../src/core/evaluation/statistics/clopper-pearson.ts";
import { clusteredMean } from "../../../../src/core/evaluation/statistics/clustered-mean.ts";
import { cohenKappa } from "../../../../src/core/evaluation/statistics/cohen-kappa.ts";
import { fixedSampleSize } from "../../../../src/core/evaluation/statistics/fixed-sample-size.ts";
import {
  correctJudgedRate,
  informednessOf,
  isInformed,
} from "../../../../src/core/evaluation/statistics/judge-correction.ts";
import {
  mcnemarCorrected,
  mcnemarExact,
  mcnemarMidP,
} from "../../../../src/core/evaluation/statistics/mcnemar.ts";
import { pairedMean } from "../../../../src/core/evaluation/statistics/paired-mean.ts";
import { passAtK, passHatK } from "../../../../src/core/evaluation/statistics/pass-at-k.ts";
import { expectRelative } from "./relative.ts";
import { seeded } from "./seeded.ts";

const digits = (text: string): readonly number[] => text.split("").map(Number);

describe("McNemar's test", () => {
  const counts = (b: number, c: number) => ({ onlyBaseline: b, onlyCandidate: c });

  test.each([
    [10, 2, 0.0385742, 0.0224609],
    [25, 10, 0.0166738, 0.011331],
  ])("of %s against %s is exact at %s, with mid-p at %s", (b, c, exact, midP) => {
    expectRelative(mcnemarExact(counts(b, c)), exact, 5e-6);
    expectRelative(mcnemarMidP(counts(b, c)), midP, 5e-6);
  });

  test("reaches far into the tail", () => {
    expectRelative(mcnemarExact(counts(59, 121)), 4.43445e-6, 2e-6);
    const { statistic, p } = mcnemarCorrected(counts(86, 150));
    expectRelative(statistic, 16.8178, 2e-6);
    expectRelative(p, 4.11456e-5, 2e-6);
    // Without the correction it is the squared difference over the sum.
    expectRelative((86 - 150) ** 2 / (86 + 150), 17.35593);
  });

  test("does not care which side is which, and knows no p above one", () => {
    assert(
      property(integer({ min: 0, max: 300 }), integer({ min: 0, max: 300 }), (b, c) => {
        const p = mcnemarExact(counts(b, c));
        return p === mcnemarExact(counts(c, b)) && p <= 1 && mcnemarMidP(counts(b, c)) <= p;
      }),
    );
  });

  test("of nothing, or of no counts, says nothing", () => {
    for (const [b, c] of [
      [0, 0],
      [-1, 3],
      [1.5, 2],
      [Number.NaN, 1],
      [Infinity, 0],
    ] as const) {
      expect([mcnemarExact(counts(b, c)), mcnemarMidP(counts(b, c))]).toEqual([1, 1]);
      expect(mcnemarCorrected(counts(b, c))).toEqual({ statistic: 0, p: 1 });
    }
  });
});

describe("attempts", () => {
  test("give the reference chances that one or all of them are right", () => {
    expectRelative(passAtK({ trials: 10, successes: 3 }, 5), 0.9166667);
    expectRelative(passAtK({ trials: 200, successes: 20 }, 10), 0.6602256);
    expectRelative(passHatK({ trials: 10, successes: 7 }, 3), 0.2916667);
  });

  test("are certain when all are right and hopeless when none is", () => {
    expect(passHatK({ trials: 5, successes: 5 }, 5)).toBe(1);
    expect(passAtK({ trials: 5, successes: 0 }, 5)).toBe(0);
    expect(passAtK({ trials: 5, successes: 1 }, 5)).toBe(1);
  });

  test("that cannot be drawn have no chance", () => {
    for (const k of [0, 6, 1.5, Number.NaN])
      expect(passAtK({ trials: 5, successes: 2 }, k)).toBeNaN();
    expect(passHatK({ trials: 5, successes: 6 }, 1)).toBeNaN();
  });
});

describe("agreement beyond chance", () => {
  test("is .4 for the reference table, 1 when perfect, 0 when it cannot be known", () => {
    expectRelative(
      cohenKappa([
        [20, 5],
        [10, 15],
      ]),
      0.4,
    );
    expect(
      cohenKappa([
        [5, 0],
        [0, 7],
      ]),
    ).toBe(1);
    const unknown = [
      [],
      [
        [0, 0],
        [0, 0],
      ],
      [[1, 2]],
      [
        [1, Number.NaN],
        [2, 3],
      ],
      [[4]],
    ];
    for (const table of unknown) expect(cohenKappa(table)).toBe(0);
  });
});

describe("zero tolerance", () => {
  test("of 0 in 300 bounds the rate below one per cent", () => {
    expectRelative(upperRate({ events: 0, trials: 300 }, 0.05), 0.00993608);
    expect(lowerRate({ events: 0, trials: 300 }, 0.05)).toBe(0);
    expectRelative(lowerRate({ events: 300, trials: 300 }, 0.05), 1 - 0.00993608);
  });

  test.each([
    [0.01, 299],
    [0.005, 598],
    [0.001, 2995],
  ])("of a rate of %s takes %s clean trials", (rate, trials) => {
    expect(cleanTrialsNeeded(rate, 0.05)).toBe(trials);
    expect(upperRate({ events: 0, trials }, 0.05)).toBeLessThanOrEqual(rate);
    expect(upperRate({ events: 0, trials: trials - 1 }, 0.05)).toBeGreaterThan(rate);
  });

  test("bounds nothing where nothing was counted", () => {
    expect(upperRate({ events: 0, trials: 0 }, 0.05)).toBe(1);
    expect(upperRate({ events: 3, trials: 2 }, 0.05)).toBe(1);
    expect(upperRate({ events: Number.NaN, trials: 2 }, 0.05)).toBe(1);
    expect(lowerRate({ events: 1, trials: Number.NaN }, 0.05)).toBe(0);
    expect(cleanTrialsNeeded(0, 0.05)).toBe(Infinity);
  });
});

describe("a clustered mean", () => {
  test("has the three reference errors", () => {
    const found = clusteredMean(["1101", "0001", "1111", "0100", "1011"].map(digits));
    expectRelative(found.mean, 0.6);
    expectRelative(found.naiveError, 0.1123903);
    expectRelative(found.standardError, 0.15);
    expectRelative(found.clusteredError, 0.1341641);
    expectRelative(found.designEffect, (0.15 / 0.1123903) ** 2);
    expect([found.items, found.clusters]).toEqual([20, 5]);
  });

  test("of clusters of one is that of independent items", () => {
    const found = clusteredMean(digits("1101101110").map((value) => [value]));
    expectRelative(found.standardError, found.naiveError, 1e-12);
  });

  test("of one cluster, none, or no numbers has learnt nothing", () => {
    for (const clusters of [[], [[]], [[1, 0, 1]], [[1], [Number.NaN]], [[1], [Infinity]]]) {
      expect(clusteredMean(clusters).standardError).toBe(Infinity);
    }
  });
});

test("pairing halves nearly half of the reference error away", () => {
  const [a, b] = [digits("1101101110"), digits("1001001100")];
  const difference = pairedMean(a.map((value, at) => value - (b[at] ?? 0)));
  expectRelative(difference.mean, 0.3);
  expectRelative(difference.standardError, 0.1527525);
  const unpaired = Math.hypot(pairedMean(a).standardError, pairedMean(b).standardError);
  expectRelative(unpaired, 0.2236068);
});

describe("items for one look", () => {
  const scores = { acrossItems: 1 / 9, withinBaseline: 1 / 6, withinCandidate: 1 / 6 };
  const goal = { effect: 0.03, alpha: 0.05, power: 0.8 };

  test.each([
    [1, 3876],
    [2, 2422],
    [4, 1696],
    [10, 1260],
    [Infinity, 969],
  ])("with %s epochs are %s", (epochs, items) => {
    expect(Math.abs(fixedSampleSize(scores, goal, epochs) - items)).toBeLessThanOrEqual(0.51);
  });

  test("are never enough where nothing is to be found", () => {
    expect(fixedSampleSize(scores, { ...goal, effect: 0 }, 1)).toBe(Infinity);
    expect(fixedSampleSize(scores, { ...goal, effect: Number.NaN }, 1)).toBe(Infinity);
    expect(fixedSampleSize(scores, { ...goal, alpha: 2 }, 1)).toBe(Infinity);
    expect(fixedSampleSize(scores, goal, 0)).toBe(Infinity);
  });
});

describe("a rate that a judge found", () => {
  const judge = (m: number) => ({
    specificity: 0.85,
    wrongItems: m,
    sensitivity: 0.9,
    rightItems: m,
  });

  test.each([
    [1000, 100, 0.664402, 0.816313],
    [200, 200, 0.63591, 0.828459],
  ])("in %s items, calibrated on %s, has the reference interval", (items, m, lower, upper) => {
    const corrected = correctJudgedRate({ judged: 0.7, items }, judge(m));
    expectRelative(corrected.rate, 0.733333);
    expectRelative(corrected.lower, lower, 2e-6);
    expectRelative(corrected.upper, upper, 2e-6);
  });

  test("lies in its interval 95 times of 100, where the naive one fails", () => {
    const random = seeded(7);
    const [runs, items, m, truth] = [1000, 500, 100, 0.7];
    const times = (n: number, rate: number): number => {
      let hits = 0;
      for (let at = 0; at < n; at += 1) if (random() < rate) hits += 1;
      return hits / n;
    };
    let covered = 0;
    for (let run = 0; run < runs; run += 1) {
      const judged = times(items, truth * 0.9 + (1 - truth) * 0.15);
      const known = { specificity: times(m, 0.85), sensitivity: times(m, 0.9) };
      const { lower, upper } = correctJudgedRate(
        { judged, items },
        { ...known, wrongItems: m, rightItems: m },
      );
      if (lower <= truth && truth <= upper) covered += 1;
    }
    expect(covered / runs).toBeGreaterThan(0.93);
    expect(covered / runs).toBeLessThan(0.97);
  });

  test("is unknown when the judge is no better than a coin or the figures are none", () => {
    const coin = { specificity: 0.5, wrongItems: 50, sensitivity: 0.5, rightItems: 50 };
    const nothing = { rate: 0.5, lower: 0, upper: 1 };
    expect(correctJudgedRate({ judged: 0.7, items: 100 }, coin)).toEqual(nothing);
    expect(correctJudgedRate({ judged: Number.NaN, items: 100 }, judge(100))).toEqual(nothing);
    expect(correctJudgedRate({ judged: 0.7, items: 0 }, judge(100))).toEqual(nothing);
    expect(isInformed(coin)).toBe(false);
    expect(isInformed(judge(100))).toBe(true);
    expect(informednessOf(judge(100))).toBeCloseTo(0.75, 12);
  });

  test("is never outside [0, 1]", () => {
    assert(
      property(constantFrom(0, 0.05, 0.5, 0.95, 1), (judged) => {
        const { rate, lower, upper } = correctJudgedRate({ judged, items: 20 }, judge(10));
        return lower >= 0 && lower <= upper && upper <= 1 && rate >= 0 && rate <= 1;
      }),
    );
  });
});
