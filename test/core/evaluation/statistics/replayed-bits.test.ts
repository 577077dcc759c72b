import { expect, test } from "vitest";
import {
  averagedEvidence,
  multipliedEvidence,
} from "../../../../src/core/evaluation/statistics/combined-evidence.ts";
import {
  changeEvidence,
  startEDetector,
  watchOutcome,
} from "../../../../src/core/evaluation/statistics/e-detector.ts";
import { eLondBar } from "../../../../src/core/evaluation/statistics/e-lond.ts";
import { eValueOver } from "../../../../src/core/evaluation/statistics/e-process.ts";
import { testDifferences } from "../../../../src/core/evaluation/statistics/test-differences.ts";
import { NO_BLOCKS, observeBlock } from "../../../../src/core/evaluation/statistics/two-stream.ts";
import { replayBets } from "../../../../src/core/judging/replay-bets.ts";
import { bitsOf } from "./bits.ts";
import { paired, seeded } from "./seeded.ts";

// Nothing here may change: records out there were decided with these bits, on other engines too.

function differences(seed: number, n: number): readonly number[] {
  const random = seeded(seed);
  return Array.from({ length: n }, () => paired(random, { discordance: 0.3, mean: 0.05 }));
}

function fractions(seed: number, n: number): readonly number[] {
  const random = seeded(seed);
  return Array.from({ length: n }, () => 2 * random() - 0.95);
}

const RUNS = {
  "the ten reference pairs": { of: () => [1, 0, 1, 1, -1, 0, 1, 1, 0, 1], nullMean: 0 },
  "the same against a margin": { of: () => [1, 0, 1, 1, -1, 0, 1, 1, 0, 1], nullMean: 0.02 },
  "two thousand pairs": { of: () => differences(1, 2000), nullMean: 0 },
  "two thousand pairs against a loss": { of: () => differences(1, 2000), nullMean: -0.05 },
  "two thousand fractions": {
    of: () => fractions(2, 2000).map((x) => Math.min(1, x)),
    nullMean: 0,
  },
  "a run that rescales upwards": { of: () => differences(3, 100).map(() => 1), nullMean: -0.02 },
  "a run that rescales downwards": { of: () => differences(3, 300).map(() => -1), nullMean: 0 },
} as const;

test.each([
  ["the ten reference pairs", "4005fdc763b0ce83"],
  ["the same against a margin", "4004340d3324812b"],
  ["two thousand pairs", "412517896bab46e7"],
  ["two thousand pairs against a loss", "43d2b03cc8721825"],
  ["two thousand fractions", "40a2396dfc197733"],
  ["a run that rescales upwards", "45aa2265f0873e71"],
  ["a run that rescales downwards", "3f2bb5c119f74075"],
] as const)("the e-value of %s is %s", (name, bits) => {
  const { of, nullMean } = RUNS[name];
  expect(bitsOf(eValueOver(of(), nullMean))).toBe(bits);
});

test.each(Object.values(RUNS))("the judge finds the bits of each run again", ({ of, nullMean }) => {
  const claimed = testDifferences(of(), { nullMean, reverseMean: 0.02, bar: 20 });
  const turned = of().map((difference) => -difference);
  expect(bitsOf(replayBets(of(), nullMean))).toBe(bitsOf(claimed.eValue));
  expect(bitsOf(replayBets(turned, -0.02))).toBe(bitsOf(claimed.reverseEValue));
});

test("two streams of blocks replay to the bit", () => {
  const random = seeded(4);
  let stream = NO_BLOCKS;
  for (let block = 0; block < 500; block += 1) {
    const a = { successes: Math.floor(random() * 4), trials: 3 };
    stream = observeBlock(stream, { a, b: { successes: random() < 0.4 ? 1 : 0, trials: 1 } });
  }
  expect(bitsOf(stream.evidence)).toBe("4113516be46d0ee1");
});

test("the detector replays to the bit", () => {
  const random = seeded(5);
  let detector = startEDetector(0.88);
  for (let n = 0; n < 1000; n += 1) detector = watchOutcome(detector, random() < 0.86 ? 1 : 0);
  expect(bitsOf(changeEvidence(detector))).toBe("403fd45b43195e7b");
});

test("bars and combinations replay to the bit", () => {
  expect(bitsOf(eLondBar({ alpha: 0.1, spread: 100 }, 2))).toBe("4074d55555555554");
  expect(bitsOf(averagedEvidence([0.1, 7.3, 1 / 3]))).toBe("40049f49f49f49f4");
  expect(bitsOf(multipliedEvidence([0.1, 7.3, 1 / 3]))).toBe("3fcf258bf258bf25");
});
