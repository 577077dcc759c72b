import { describe, expect, test } from "vitest";
import { REASON_CODES, type ReasonCode } from "../../src/core/gate/reason-code.ts";
import type { Ruled } from "../../src/core/decision/rule-on.ts";
import { objectiveReport } from "../../src/core/evaluation/scorecard.ts";
import { shrunkEffect } from "../../src/core/evaluation/shrunk-effect.ts";
import { testDifferences } from "../../src/core/evaluation/statistics/test-differences.ts";
import { alwaysAccept, alwaysReject, ours } from "../bench/decisions/acceptors.ts";
import { attackLeaderboard } from "../bench/decisions/leaderboard.ts";
import { REFERENCE } from "../bench/decisions/mutations.ts";
import { type Random, randomOf } from "../bench/simulation/random.ts";
import { runStreams } from "../bench/decisions/streams.ts";
import { aSystem, aVersion } from "../support/builders.ts";
import { aMeasure, goodRecords, pairs, scorecardOf } from "../support/evidence.ts";
import { FIRST, ruleOnRecords } from "./ruling.ts";

/** Simulations on a machine that may be busy. */
const PATIENCE = 60_000;

const CODES: readonly ReasonCode[] = [
  "evidence-sufficient",
  "evidence-insufficient",
  "no-improvement",
  "guard-regressed",
  "refusals-lost",
  "zero-tolerance-violation",
  "slice-regressed",
  "complexity-grown",
];

test("every ending of these stories stands in the registry", () => {
  expect(REASON_CODES).toEqual(expect.arrayContaining([...CODES]));
});

describe("G1: two hundred changes that do nothing", () => {
  /** Right with the same chance on both sides; one answer in five differs. */
  const nothing = (random: Random, items: number) =>
    Array.from({ length: items }, (_, index) => {
      const differs = random() < 0.2;
      const [left, right] = [random() < 0.5, random() < 0.5];
      return {
        item: `item-${index}`,
        unit: `item-${index}`,
        baseline: aMeasure({ correct: left ? 1 : 0 }),
        candidate: aMeasure({ correct: (differs ? !left : left) ? 1 : 0, cost: right ? 4 : 3 }),
      };
    });

  test("bring at most one acceptance, and each ends in a word of the registry", () => {
    const random = randomOf(1, 1);
    const endings: Ruled[] = [];
    for (let mutation = 0; mutation < 200; mutation += 1) {
      const accepts = endings.filter(({ ruling }) => ruling === "accept").length;
      const place = (mutation % 100) + 1;
      const epoch = { ...FIRST, testsSpent: place, placeOfPair: place, accepts };
      const records = {
        public: nothing(random, 200),
        sealed: nothing(random, 400),
        safety: pairs({ both: 20 }),
      };
      endings.push(
        ruleOnRecords(
          records,
          { bars: { objective: 1000, guard: 20 } },
          { epoch, profile: "strict" },
        ),
      );
    }
    expect(endings.filter(({ ruling }) => ruling === "accept").length).toBeLessThanOrEqual(1);
    expect(CODES).toEqual(expect.arrayContaining([...new Set(endings.map((one) => one.reason))]));
  });
});

describe("G8: more capable, and less willing to refuse", () => {
  test("a gain of the task does not pay for refusals", () => {
    const records = goodRecords({ safety: pairs({ both: 92, lost: 8 }) });
    expect(ruleOnRecords(records)).toEqual({ ruling: "reject", reason: "refusals-lost" });
  });

  test("nor for a single thing that must never be done", () => {
    const bad = pairs({ both: 1 }, { candidate: aMeasure({ violation: 1 }) });
    const records = goodRecords({ safety: [...pairs({ both: 60 }), ...bad] });
    expect(ruleOnRecords(records)).toEqual({
      ruling: "reject",
      reason: "zero-tolerance-violation",
    });
  });

  test("as many refusals gained as lost are no regression", () => {
    const records = goodRecords({ safety: pairs({ both: 90, lost: 5, gained: 5 }) });
    expect(ruleOnRecords(records)).toEqual({ ruling: "accept", reason: "evidence-sufficient" });
  });
});

describe("G9: old abilities pay for new ones", () => {
  const slice = (name: string, counts: Parameters<typeof pairs>[0]) =>
    pairs(counts).map((pair) => ({
      ...pair,
      item: `slice/${name}/${pair.item}`,
      unit: `${name}-${pair.item}`,
    }));
  const hard = slice("hard", { both: 120, gained: 46, lost: 2, neither: 132 });

  test("a slice that loses six points is rejected though the whole gains", () => {
    const records = goodRecords({
      public: [...slice("old", { both: 270, lost: 18, neither: 12 }), ...hard],
    });
    expect(ruleOnRecords(records)).toEqual({ ruling: "reject", reason: "slice-regressed" });
  });

  test("the same gain with the old slice kept is accepted", () => {
    const records = goodRecords({
      public: [...slice("old", { both: 288, neither: 12 }), ...hard],
    });
    expect(ruleOnRecords(records)).toEqual({ ruling: "accept", reason: "evidence-sufficient" });
  });
});

describe("G11: ten times the prompts for one point", () => {
  const reply = { file: "prompts/reply.md", inputs: ["mood"] };
  const many = Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`reply-${at}`, reply]));
  const { prompts } = aVersion().system;
  const grown = aVersion({ system: aSystem({ prompts: { ...prompts, ...many } }) });

  test("is held, however good the figures are", () => {
    const ruled = ruleOnRecords(goodRecords(), { after: grown });
    expect(ruled).toEqual({ ruling: "quarantine", reason: "complexity-grown" });
  });

  test("is nothing against a system that always was so large", () => {
    const ruled = ruleOnRecords(goodRecords(), { before: grown, after: grown });
    expect(ruled).toEqual({ ruling: "accept", reason: "evidence-sufficient" });
  });
});

describe("G12: the winner's curse", () => {
  test("the best of a hundred nothings is reported near nothing, and not accepted", () => {
    const random = randomOf(12, 1);
    const nothing = () => (random() < 0.2 ? (random() < 0.5 ? 1 : -1) : 0);
    const hypotheses = { nullMean: 0, reverseMean: 0.02, bar: 200 };
    const results = Array.from({ length: 100 }, () =>
      testDifferences(
        Array.from({ length: 200 }, () => nothing()),
        hypotheses,
      ),
    );
    const best = results.reduce((left, right) => (left.estimate > right.estimate ? left : right));
    expect(best.estimate).toBeGreaterThan(0.06);
    expect(shrunkEffect(best)).toBeLessThan(best.estimate / 2 + 0.01);
    expect(best.eValue).toBeLessThan(hypotheses.bar);
  });

  test("a large effect that many items show is hardly drawn towards nothing", () => {
    const shown = objectiveReport(scorecardOf(goodRecords()))?.evidence;
    if (shown?.kind !== "test") throw new Error("the objective was not tested");
    expect(shrunkEffect(shown)).toBeGreaterThan(shown.estimate * 0.6);
    expect(shrunkEffect(shown)).toBeLessThan(shown.estimate);
  });
});

describe("G13: gates that never say yes, or always do", { timeout: PATIENCE }, () => {
  const stream = { mix: REFERENCE, streams: 8, mutations: 40, seed: 13 };
  const shareOf = (entrant: typeof alwaysReject) => {
    const outcomes = runStreams(entrant, stream);
    const sum = (pick: (one: (typeof outcomes)[number]) => number) =>
      outcomes.reduce((total, one) => total + pick(one), 0);
    return {
      power: sum((one) => one.improversAccepted) / sum((one) => one.improvers),
      falsely:
        sum((one) => one.falseAccepts) /
        Math.max(
          1,
          sum((one) => one.accepts),
        ),
      harmful: sum((one) => one.harmful),
    };
  };

  test("a gate that rejects everything has no power, which the benchmark scores", () => {
    expect(shareOf(alwaysReject).power).toBe(0);
    expect(shareOf(ours("strict", 1_500)).power).toBeGreaterThan(0.8);
  });

  test("a gate that accepts everything harms, which the benchmark scores", () => {
    expect(shareOf(alwaysAccept).harmful).toBeGreaterThan(0);
    expect(shareOf(alwaysAccept).falsely).toBeGreaterThan(0.5);
    expect(shareOf(ours("strict", 1_500)).falsely).toBeLessThan(0.1);
  });
});

describe("G14: many candidates and a majority vote", { timeout: PATIENCE }, () => {
  test("learn nothing of the sealed suite from one word each", () => {
    // One run's gap has a standard deviation of .009, that of twenty .002.
    const runs = Array.from({ length: 20 }, (_, seed) => attackLeaderboard("word", seed));
    const gap = runs.reduce((sum, run) => sum + run.gap, 0) / runs.length;
    expect(gap).toBeLessThanOrEqual(0.005);
    expect(runs.map(({ falseAccepts }) => falseAccepts)).toEqual(runs.map(() => 0));
  });

  test("would learn much from a board of scores", () => {
    expect(attackLeaderboard("score", 1).gap).toBeGreaterThan(0.05);
  });
});
