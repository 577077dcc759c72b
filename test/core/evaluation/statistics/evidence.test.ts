import { array, assert, double, integer, property } from "fast-check";
import { describe, expect, test } from "vitest";
import {
  averagedEvidence,
  multipliedEvidence,
} from "../../../../src/core/evaluation/statistics/combined-evidence.ts";
import {
  changeEvidence,
  type EDetector,
  startEDetector,
  watchOutcome,
} from "../../../../src/core/evaluation/statistics/e-detector.ts";
import {
  eValueOf,
  eValueOver,
  observe,
  startEProcess,
} from "../../../../src/core/evaluation/statistics/e-process.ts";
import {
  type Block,
  NO_BLOCKS,
  observeBlock,
} from "../../../../src/core/evaluation/statistics/two-stream.ts";
import { expectRelative } from "./relative.ts";
import { paired, seeded } from "./seeded.ts";

function block(a: readonly [number, number], b: readonly [number, number]): Block {
  const arm = ([successes, trials]: readonly [number, number]) => ({ successes, trials });
  return { a: arm(a), b: arm(b) };
}

describe("two streams", () => {
  test("give the reference evidence after every block", () => {
    const expected = [1, 1, 1, 1, 1.539712, 1.215726, 1.095505];
    let stream = NO_BLOCKS;
    for (const [at, eValue] of expected.entries()) {
      const [ya, yb] = [Number("1010001"[at]), Number("1011101"[at])];
      stream = observeBlock(stream, block([ya, 1], [yb, 1]));
      expectRelative(stream.evidence, eValue);
    }
  });

  test("give the reference evidence where one arm is twice as large", () => {
    let stream = NO_BLOCKS;
    for (const [at, ya] of [2, 2, 1, 2, 0, 2, 2].entries()) {
      stream = observeBlock(stream, block([ya, 2], [Number("1011101"[at]), 1]));
    }
    expectRelative(stream.evidence, 0.059084, 1e-5);
  });

  test("rarely ever reach 20 while both rates are the same", () => {
    const random = seeded(21);
    const reached = shareOfRuns(400, () => {
      let [stream, most] = [NO_BLOCKS, 1];
      for (let n = 0; n < 300; n += 1) {
        stream = observeBlock(
          stream,
          block([random() < 0.7 ? 1 : 0, 1], [random() < 0.7 ? 1 : 0, 1]),
        );
        most = Math.max(most, stream.evidence);
      }
      return most >= 20;
    });
    expect(reached).toBeLessThanOrEqual(0.05);
  });

  test("do not care which arm is called a, when the arms are alike in size", () => {
    assert(
      property(array(integer({ min: 0, max: 3 }), { maxLength: 50 }), (outcomes) => {
        let [plain, turned] = [NO_BLOCKS, NO_BLOCKS];
        for (const outcome of outcomes) {
          const [a, b] = [outcome & 1, outcome >> 1];
          plain = observeBlock(plain, block([a, 1], [b, 1]));
          turned = observeBlock(turned, block([b, 1], [a, 1]));
        }
        return Math.abs(plain.evidence - turned.evidence) <= 1e-9 * plain.evidence;
      }),
    );
  });

  test("count what is no block and learn nothing from it", () => {
    const bad = [
      [2, 1],
      [-1, 1],
      [0, 0],
      [0.5, 1],
      [Number.NaN, 1],
      [0, Infinity],
    ] as const;
    for (const arm of bad) {
      expect(observeBlock(NO_BLOCKS, block(arm, [1, 1]))).toEqual({ ...NO_BLOCKS, unread: 1 });
      expect(observeBlock(NO_BLOCKS, block([1, 1], arm))).toEqual({ ...NO_BLOCKS, unread: 1 });
    }
  });
});

describe("the grid e-process", () => {
  test.each([
    [0.2, 0],
    [1, 0],
    [0.2, -0.05],
  ])("rarely ever reaches 20 at discordance %s and mean %s, its null", (discordance, nullMean) => {
    const random = seeded(22);
    const reached = shareOfRuns(400, () => {
      let [process, most] = [startEProcess(nullMean), 1];
      for (let n = 0; n < 250; n += 1) {
        process = observe(process, paired(random, { discordance, mean: nullMean }), nullMean);
        most = Math.max(most, eValueOf(process));
      }
      return most >= 20;
    });
    expect(reached).toBeLessThanOrEqual(0.06);
  });

  test("has no more than one on average at a null that is no coin", () => {
    const random = seeded(23);
    let total = 0;
    for (let run = 0; run < 4000; run += 1) {
      // Mean 0 by rare large losses: what an average would overlook.
      const run = Array.from({ length: 30 }, () => (random() < 0.1 ? -0.9 : 0.1));
      total += eValueOver(run, 0);
    }
    expect(total / 4000).toBeLessThan(1.1);
  });

  test("never loses evidence when a difference is better or the null is lower", () => {
    const gain = double({ min: -1, max: 1, noNaN: true });
    assert(
      property(array(gain, { minLength: 1, maxLength: 50 }), gain, (differences, other) => {
        const [first = 0, ...rest] = differences;
        const better = eValueOver([Math.max(first, other), ...rest], 0);
        const worse = eValueOver([Math.min(first, other), ...rest], 0);
        return better >= worse * (1 - 1e-12);
      }),
    );
  });

  test("continued from a kept state is the same to the bit as in one run", () => {
    const differences = Array.from({ length: 400 }, (_, at) => (at % 5 === 0 ? -1 : at % 2));
    let process = startEProcess(-0.02);
    for (const difference of differences) {
      const kept: typeof process = JSON.parse(JSON.stringify(process));
      process = observe(kept, difference, -0.02);
    }
    expect(Object.is(eValueOf(process), eValueOver(differences, -0.02))).toBe(true);
  });
});

describe("the detector of change", () => {
  const watch = (start: EDetector, n: number, next: () => number): EDetector => {
    let detector = start;
    for (let at = 0; at < n; at += 1) detector = watchOutcome(detector, next());
    return detector;
  };

  test("finds a drop from .90 to .80 within some two hundred outcomes", () => {
    const random = seeded(24);
    const delays = Array.from({ length: 200 }, () => {
      let detector = watch(startEDetector(0.88), 300, () => (random() < 0.9 ? 1 : 0));
      const before = detector.n;
      while (changeEvidence(detector) < 10_000) {
        detector = watchOutcome(detector, random() < 0.8 ? 1 : 0);
      }
      return detector.n - before;
    }).toSorted((a, b) => a - b);
    expect(delays[100]).toBeLessThan(190);
    expect(delays[180]).toBeLessThan(380);
  });

  test("lets as many outcomes pass between false alarms as were asked for", () => {
    const random = seeded(25);
    let [alarms, outcomes] = [0, 0];
    for (let run = 0; run < 40; run += 1) {
      let detector = startEDetector(0.88);
      for (; detector.n < 2000 && changeEvidence(detector) < 500; outcomes += 1) {
        detector = watchOutcome(detector, random() < 0.88 ? 1 : 0);
      }
      if (detector.n < 2000) alarms += 1;
    }
    expect(outcomes / alarms).toBeGreaterThan(500);
  });

  test("grows by one an outcome on average at its reference", () => {
    const random = seeded(26);
    let total = 0;
    for (let run = 0; run < 3000; run += 1) {
      total += changeEvidence(watch(startEDetector(0.5), 10, () => (random() < 0.5 ? 1 : 0)));
    }
    expect(total / 3000).toBeGreaterThan(9);
    expect(total / 3000).toBeLessThan(11);
  });

  test("stays finite under an endless outage, and counts what is no outcome", () => {
    const outage = watch(startEDetector(0.9), 5000, () => 0);
    expect(Number.isFinite(changeEvidence(outage))).toBe(true);
    for (const bad of [Number.NaN, -0.1, 1.1, Infinity]) {
      expect(watchOutcome(outage, bad)).toEqual({ ...outage, unread: 1 });
    }
    for (const bad of [0, 1, Number.NaN]) expect(() => startEDetector(bad)).toThrow(RangeError);
  });
});

describe("combined evidence", () => {
  test("is the mean where data are shared and the product where they are not", () => {
    expect(averagedEvidence([1, 2, 6])).toBeCloseTo(3, 12);
    expect(multipliedEvidence([1, 2, 6])).toBe(12);
    expect([averagedEvidence([]), multipliedEvidence([])]).toEqual([1, 1]);
  });

  test("takes what is no e-value for proof of nothing, and stays finite", () => {
    expect(averagedEvidence([Number.NaN, 4])).toBe(2);
    expect(multipliedEvidence([Number.NaN, 4])).toBe(0);
    expect(averagedEvidence([-1])).toBe(0);
    expect(multipliedEvidence([Infinity, 1e300])).toBe(Number.MAX_VALUE);
    expect(averagedEvidence([Infinity, Number.MAX_VALUE])).toBe(Number.MAX_VALUE);
  });
});

function shareOfRuns(runs: number, isSo: () => boolean): number {
  let hits = 0;
  for (let run = 0; run < runs; run += 1) if (isSo()) hits += 1;
  return hits / runs;
}
