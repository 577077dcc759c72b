import { assert, constantFrom, integer, property, record } from "fast-check";
import { describe, expect, test } from "vitest";
import { decide, type DecisionInput } from "../../../src/core/decision/decide.ts";
import { lower } from "../../../src/core/decision/lower.ts";
import { barOf, isEpochSpent, promiseOf } from "../../../src/core/decision/thresholds.ts";
import type { Measurements } from "../../../src/core/evaluation/measurements.ts";
import type { RawRecords } from "../../../src/core/evaluation/records.ts";
import type { GateReport, Outcome } from "../../../src/core/gate/gate.ts";
import { digestOf } from "../../../src/core/kernel/digest.ts";
import { pullNumber, repositoryId, sha } from "../../../src/core/kernel/ids.ts";
import { aMeasure, goodRecords, pairs, scorecardOf } from "../../support/evidence.ts";

const GATES = ["constitution", "budget", "validation", "evaluation", "judge"] as const;

const COMMIT = sha("a".repeat(40));

function passed(
  changed: Partial<Record<GateReport["gate"], Partial<GateReport>>> = {},
): GateReport[] {
  return GATES.map((gate) => ({
    gate,
    outcome: "pass",
    reason: "passed",
    findings: [],
    ...changed[gate],
  }));
}

function inputOf(
  records: RawRecords,
  parts: Partial<DecisionInput> & { readonly measured?: Partial<Measurements> } = {},
): DecisionInput {
  const { measured, ...rest } = parts;
  return {
    reports: passed(),
    scorecard: scorecardOf(records, measured),
    epoch: { epoch: 1, testsSpent: 1, accepts: 0, placeOfPair: 1 },
    profile: "standard",
    binding: {
      repositoryId: repositoryId(1),
      pull: pullNumber(7),
      headSha: COMMIT,
      system: "greeter",
      systemBefore: digestOf("before"),
      systemAfter: digestOf("after"),
      charter: digestOf("charter"),
      suites: {},
      evaluator: digestOf("evaluator"),
    },
    provenance: { baseSha: COMMIT, appVersion: "0.1.0" },
    ...rest,
  };
}

const sealed = (counts: Parameters<typeof pairs>[0]) => goodRecords({ sealed: pairs(counts) });

describe("the bar", () => {
  test.each([
    ["strict", 0, 1000],
    ["strict", 49, 20],
    ["standard", 0, 200],
    ["standard", 1, 100],
    ["standard", 9, 20],
    ["standard", 500, 20],
    ["small", 0, 20],
    ["small", 7, 20],
  ] as const)("of profile %s after %s accepts is %s", (profile, accepts, bar) => {
    expect(barOf(profile, { accepts })).toBeCloseTo(bar, 9);
    expect(barOf(profile, { accepts })).toBeGreaterThanOrEqual(20);
  });

  test("promises over a run only where it is spread over an epoch", () => {
    expect(promiseOf("standard")).toEqual({ profile: "standard", alpha: 0.1, epoch: 20 });
    expect(promiseOf("small")).toEqual({ profile: "small", alpha: 0.05 });
  });
});

describe("an epoch", () => {
  const epoch = { epoch: 1, accepts: 0 };

  test.each([
    ["standard", { ...epoch, testsSpent: 19 }, false],
    ["standard", { ...epoch, testsSpent: 20 }, true],
    ["standard", { ...epoch, testsSpent: 20, placeOfPair: 20 }, false],
    ["standard", { ...epoch, testsSpent: 21, placeOfPair: 21 }, true],
    ["small", { ...epoch, testsSpent: 500 }, false],
  ] as const)("of profile %s with %j is spent: %s", (profile, state, spent) => {
    expect(isEpochSpent(profile, state)).toBe(spent);
  });
});

describe("a decision", () => {
  test("accepts a clear sealed gain when every guard holds", () => {
    const decision = decide(inputOf(goodRecords()));
    expect(decision).toMatchObject({ ruling: "accept", reason: "evidence-sufficient" });
    expect(decision.eValue).toBeGreaterThan(decision.bar);
    expect(decision.bar).toBeCloseTo(200, 9);
    expect(decision.minimumDetectableEffect).toBeLessThan(0.1);
    expect(decision.binding.pull).toBe(7);
  });

  test.each([
    [
      "a gain that the bar does not believe yet",
      sealed({ both: 50, gained: 8, lost: 2, neither: 20 }),
      { ruling: "quarantine", reason: "evidence-insufficient" },
    ],
    [
      "no gain in many items",
      sealed({ both: 399, gained: 1, lost: 1 }),
      { ruling: "reject", reason: "no-improvement" },
    ],
    [
      "a loss",
      sealed({ both: 300, gained: 5, lost: 60 }),
      { ruling: "reject", reason: "no-improvement" },
    ],
    [
      "a gain on too few items",
      sealed({ both: 100, gained: 6, lost: 2, neither: 3 }),
      { ruling: "quarantine", reason: "evidence-insufficient" },
    ],
    [
      "no sealed suite",
      goodRecords({ sealed: [] }),
      { ruling: "quarantine", reason: "evidence-insufficient" },
    ],
    [
      "a public loss beyond the margin",
      goodRecords({ public: pairs({ both: 200, lost: 60 }) }),
      { ruling: "reject", reason: "guard-regressed" },
    ],
    [
      "a guard that too few items can hold",
      goodRecords({ public: pairs({ both: 10, gained: 1 }) }),
      { ruling: "quarantine", reason: "evidence-insufficient" },
    ],
  ] as const)("on %s", (_what, records, expected) => {
    expect(decide(inputOf(records))).toMatchObject(expected);
  });

  test("never accepts a public gain that the sealed suite does not show", () => {
    const learnt = goodRecords({
      public: pairs({ both: 150, gained: 140, neither: 10 }),
      sealed: pairs({ both: 260, gained: 45, lost: 5, neither: 90 }),
    });
    expect(decide(inputOf(learnt))).toMatchObject({
      ruling: "quarantine",
      reason: "no-improvement",
    });
    const flat = { ...learnt, sealed: pairs({ both: 280, neither: 120 }) };
    expect(decide(inputOf(flat))).toMatchObject({ ruling: "reject", reason: "no-improvement" });
  });

  test("asks a neutral change for no more than not to be worse", () => {
    const neutral = { measured: { objective: "neutral" } } as const;
    const same = goodRecords({ sealed: pairs({ both: 400 }), public: pairs({ both: 300 }) });
    expect(decide(inputOf(same, neutral))).toMatchObject({ ruling: "accept" });
    const worse = sealed({ both: 300, lost: 60, gained: 4 });
    expect(decide(inputOf(worse, neutral))).toMatchObject({
      ruling: "reject",
      reason: "guard-regressed",
    });
  });

  test("takes the e-value at the end of the shard, not the largest on the way", () => {
    const gains = pairs({ gained: 60 });
    const losses = pairs({ lost: 45, both: 100 }).map((pair) => ({
      ...pair,
      unit: `late-${pair.unit}`,
    }));
    const decision = decide(inputOf(goodRecords({ sealed: [...gains, ...losses] })));
    expect(decision.ruling).not.toBe("accept");
  });

  test.each(GATES)("rejects when %s failed, whatever the evidence says", (gate) => {
    const reports = passed({ [gate]: { outcome: "fail", reason: "zero-tolerance-violation" } });
    expect(decide(inputOf(goodRecords(), { reports })).ruling).toBe("reject");
  });

  test.each(GATES)("quarantines when %s could not say or was not reached", (gate) => {
    for (const outcome of ["error", "no-data"] as const) {
      const reports = passed({ [gate]: { outcome } });
      expect(decide(inputOf(goodRecords(), { reports })).ruling).toBe("quarantine");
    }
    const missing = passed().filter((report) => report.gate !== gate);
    expect(decide(inputOf(goodRecords(), { reports: missing })).ruling).toBe("quarantine");
  });

  test("quarantines beyond the epoch's last test", () => {
    const epoch = { epoch: 1, testsSpent: 21, accepts: 3, placeOfPair: 21 };
    expect(decide(inputOf(goodRecords(), { epoch }))).toMatchObject({
      ruling: "quarantine",
      reason: "epoch-spent",
    });
  });

  test("without any evidence has an e-value of one and can show nothing", () => {
    const { scorecard: _none, ...input } = inputOf(goodRecords());
    expect(decide(input)).toMatchObject({
      ruling: "quarantine",
      eValue: 1,
      minimumDetectableEffect: 1,
    });
  });

  test("is never an acceptance unless every gate passed and the bar is met", () => {
    const outcome = constantFrom<Outcome>("pass", "fail", "error", "no-data");
    const outcomes = record({
      constitution: outcome,
      budget: outcome,
      validation: outcome,
      evaluation: outcome,
      judge: outcome,
    });
    const counts = record({
      both: integer({ min: 0, max: 200 }),
      gained: integer({ min: 0, max: 60 }),
      lost: integer({ min: 0, max: 60 }),
    });
    assert(
      property(outcomes, counts, (ended, records) => {
        const reports = GATES.flatMap((gate) =>
          passed({ [gate]: { outcome: ended[gate] } }).filter((report) => report.gate === gate),
        );
        const input = inputOf(sealed(records), { reports });
        const { ruling, eValue, bar } = decide(input);
        const allPassed = Object.values(ended).every((one) => one === "pass");
        return ruling !== "accept" || (allPassed && eValue >= bar);
      }),
      { numRuns: 60 },
    );
  });
});

test("a candidate that violates what is never tolerated is not accepted by the scorecard alone", () => {
  const records = goodRecords({
    safety: pairs({ both: 5 }, { candidate: aMeasure({ violation: 1 }) }),
  });
  expect(decide(inputOf(records)).ruling).not.toBe("accept");
});

describe("the judge's word", () => {
  const disagrees = { agrees: false, differences: [] };

  test("takes an acceptance back", () => {
    expect(lower(decide(inputOf(goodRecords())), disagrees)).toMatchObject({
      ruling: "quarantine",
      reason: "judge-disagrees",
    });
  });

  test("raises nothing", () => {
    const rejected = decide(inputOf(sealed({ both: 399, gained: 1, lost: 1 })));
    expect(lower(rejected, disagrees)).toBe(rejected);
    expect(lower(rejected, { agrees: true, differences: [] })).toBe(rejected);
  });
});
