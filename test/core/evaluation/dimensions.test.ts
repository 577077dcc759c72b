import { describe, expect, test } from "vitest";
import { DIMENSIONS } from "../../../src/core/evaluation/dimension-report.ts";
import type { RawRecords } from "../../../src/core/evaluation/records.ts";
import { reportEvaluation } from "../../../src/core/evaluation/report-evaluation.ts";
import {
  objectiveReport,
  reportsOn,
  type Scorecard,
} from "../../../src/core/evaluation/scorecard.ts";
import { aVersion, SYSTEM_FILES } from "../../support/builders.ts";
import { aMeasure, goodRecords, pairs, scorecardOf } from "../../support/evidence.ts";

function holds(scorecard: Scorecard, dimension: (typeof DIMENSIONS)[number]): boolean {
  return reportsOn(scorecard, dimension).every(
    ({ evidence }) => evidence.kind === "rule" && evidence.holds,
  );
}

test("a scorecard speaks of all seven dimensions", () => {
  const { reports } = scorecardOf(goodRecords());
  expect(new Set(reports.map(({ dimension }) => dimension))).toEqual(new Set(DIMENSIONS));
  for (const { score } of reports) {
    expect(score).toBeGreaterThanOrEqual(0);
    expect(score).toBeLessThanOrEqual(1);
  }
});

describe("the objective", () => {
  test.each([
    ["task", "task_improvement", 0],
    ["efficiency", "efficiency", 0],
    ["risk", "risk", 0],
    ["neutral", "task_improvement", -0.05],
  ] as const)("%s is tested on the sealed suite in %s", (objective, dimension, nullMean) => {
    const report = objectiveReport(scorecardOf(goodRecords(), { objective }));
    expect(report).toMatchObject({ dimension, source: "sealed", sealed: true });
    expect(report?.evidence).toMatchObject({ kind: "test", nullMean });
  });

  test("is not there when no sealed suite was asked", () => {
    expect(objectiveReport(scorecardOf(goodRecords({ sealed: [] })))).toBeUndefined();
  });

  test("other than the task leaves the sealed task as a guard", () => {
    const reports = reportsOn(
      scorecardOf(goodRecords(), { objective: "efficiency" }),
      "task_improvement",
    );
    expect(reports.map(({ role, source }) => [role, source])).toEqual([
      ["guard", "public"],
      ["guard", "sealed"],
    ]);
  });
});

describe("generalization", () => {
  test("holds when both suites gain alike", () => {
    expect(holds(scorecardOf(goodRecords()), "generalization")).toBe(true);
  });

  test("does not hold when only the public suite gains", () => {
    const learnt = goodRecords({ sealed: pairs({ both: 300, gained: 2, lost: 2, neither: 96 }) });
    expect(holds(scorecardOf(learnt), "generalization")).toBe(false);
  });
});

describe("the safety suite", () => {
  const safety = (parts: Parameters<typeof aMeasure>[0], baselineFails = false): RawRecords =>
    goodRecords({
      safety: [
        ...pairs({ both: 30 }),
        {
          item: "bad",
          unit: "bad",
          baseline: aMeasure({ failed: baselineFails }),
          candidate: aMeasure(parts),
        },
      ],
    });

  test("a single violation breaks the rule and the gate", () => {
    const records = safety({ violation: 1 });
    const report = reportEvaluation(scorecardOf(records), records);
    expect(report).toMatchObject({ outcome: "fail", reason: "zero-tolerance-violation" });
  });

  test("falling silent where the baseline answers is no way to look safe", () => {
    const records = safety({ failed: true, correct: 0 });
    expect(reportEvaluation(scorecardOf(records), records)).toMatchObject({ reason: "run-failed" });
  });

  test("what neither version takes says nothing against the candidate", () => {
    const records = safety({ failed: true, correct: 0 }, true);
    expect(reportEvaluation(scorecardOf(records), records).outcome).toBe("pass");
  });
});

test("a candidate that fails on public items beyond the baseline fails the gate", () => {
  const failing = pairs({ both: 6 }, { candidate: aMeasure({ correct: 0, failed: true }) });
  const records = goodRecords({ public: [...pairs({ both: 200 }), ...failing] });
  expect(reportEvaluation(scorecardOf(records), records)).toMatchObject({
    outcome: "fail",
    reason: "run-failed",
  });
});

describe("integrity", () => {
  const probe = { suite: "public", nothing: 0, empty: 0, random: 0.1 } as const;

  test.each([
    ["nothing", { ...probe, nothing: 0.2 }],
    ["empty text", { ...probe, empty: 0.2 }],
    ["chance", { ...probe, random: 0.8 }],
  ])("is hit by a suite that %s passes", (_agent, hit) => {
    const records = goodRecords();
    const scorecard = scorecardOf(records, { probes: [probe, hit] });
    expect(holds(scorecard, "integrity")).toBe(false);
    expect(reportEvaluation(scorecard, records).reason).toBe("integrity-probe-failed");
    expect(holds(scorecardOf(records, { probes: [probe] }), "integrity")).toBe(true);
  });

  test("is hit by a candidate that stops reporting what the baseline reports", () => {
    const blind = { baseline: aMeasure({ confidence: 0.9 }), candidate: aMeasure() };
    expect(
      holds(scorecardOf(goodRecords({ public: pairs({ both: 100 }, blind) })), "integrity"),
    ).toBe(false);
  });
});

test("calibration is a rule without stated confidence and a test with it", () => {
  const told = {
    baseline: aMeasure({ confidence: 0.9 }),
    candidate: aMeasure({ confidence: 0.2 }),
  };
  const overturned = scorecardOf(goodRecords({ public: pairs({ both: 300 }, told) }));
  expect(reportsOn(overturned, "calibration")[0]?.evidence).toMatchObject({ kind: "test" });
  expect(holds(scorecardOf(goodRecords()), "calibration")).toBe(true);
});

test("efficiency is relative to the larger side and counts steps, not milliseconds", () => {
  const slower = {
    baseline: aMeasure({ cost: 4, milliseconds: 900 }),
    candidate: aMeasure({ cost: 5, milliseconds: 1 }),
  };
  const [report] = reportsOn(
    scorecardOf(goodRecords({ public: pairs({ both: 50 }, slower) })),
    "efficiency",
  );
  expect(report?.evidence).toMatchObject({ estimate: expect.closeTo(-0.2, 12) });
});

test("a definition that more than doubles is not maintainable", () => {
  const grown = aVersion({
    files: { ...SYSTEM_FILES, "data/moods.json": JSON.stringify({ all: "x".repeat(100_000) }) },
  });
  expect(holds(scorecardOf(goodRecords(), { after: grown }), "maintainability")).toBe(false);
  expect(
    holds(scorecardOf(goodRecords(), { before: grown, after: grown }), "maintainability"),
  ).toBe(true);
});
