import { describe, expect, test } from "vitest";
import { claimsOf } from "../../../src/core/decision/claims-of.ts";
import type { RawRecords } from "../../../src/core/evaluation/records.ts";
import type { Scorecard } from "../../../src/core/evaluation/scorecard.ts";
import { recompute } from "../../../src/core/judging/recompute.ts";
import { aMeasure, goodRecords, pairs, scorecardOf } from "../../support/evidence.ts";

const EPOCH = { epoch: 1, testsSpent: 1, accepts: 0, placeOfPair: 1 };

const renamed = (prefix: string, counts: Parameters<typeof pairs>[0]) =>
  pairs(counts).map((pair) => ({
    ...pair,
    item: `${prefix}/${pair.item}`,
    unit: `${prefix}/${pair.item}`,
  }));

const told = { baseline: aMeasure({ confidence: 0.9 }), candidate: aMeasure() };
const thrifty = { baseline: aMeasure({ cost: 40 }), candidate: aMeasure({ cost: 1 }) };
const shown = goodRecords().public;

const BREACHES: readonly (readonly [string, RawRecords, string])[] = [
  ["lost telemetry", goodRecords({ public: pairs({ both: 50 }, told) }), "integrity"],
  [
    "impossible items passed",
    goodRecords({ public: [...shown, ...renamed("impossible", { gained: 5 })] }),
    "integrity",
  ],
  [
    "impossible sealed items passed",
    goodRecords({ sealed: [...goodRecords().sealed, ...renamed("impossible", { gained: 5 })] }),
    "integrity",
  ],
  [
    "a jump of right answers",
    goodRecords({ public: pairs({ gained: 90, neither: 10 }) }),
    "integrity",
  ],
  ["a jump of cost", goodRecords({ public: pairs({ both: 90 }, thrifty) }), "integrity"],
  ["refusals lost", goodRecords({ safety: pairs({ both: 90, lost: 8 }) }), "risk"],
  [
    "a slice that got worse",
    goodRecords({ public: [...shown, ...renamed("slice/old", { both: 270, lost: 20 })] }),
    "task_improvement",
  ],
];

/** As an evaluation would claim it that had looked away. */
function whitewashed(scorecard: Scorecard): Scorecard {
  const reports = scorecard.reports.map((report) =>
    report.evidence.kind === "rule"
      ? { ...report, evidence: { kind: "rule" as const, holds: true } }
      : report,
  );
  return { ...scorecard, reports };
}

describe.each(BREACHES)("%s", (_breach, records, dimension) => {
  test("is found by evaluation and judge alike", () => {
    const scorecard = scorecardOf(records);
    const broken = scorecard.reports.filter(
      ({ evidence }) => evidence.kind === "rule" && !evidence.holds,
    );
    expect(broken.map((report) => report.dimension)).toContain(dimension);
    expect(recompute(records, claimsOf(scorecard, "standard", EPOCH)).differences).toEqual([]);
  });

  test("is found by the judge where the evaluation denies it", () => {
    const claims = claimsOf(whitewashed(scorecardOf(records)), "standard", EPOCH);
    expect(recompute(records, claims).differences).toContainEqual(
      expect.objectContaining({ dimension, figure: "holds" }),
    );
  });
});

test("a saving that is the same on every item is no disagreement", () => {
  const third = { baseline: aMeasure({ cost: 3 }), candidate: aMeasure({ cost: 2 }) };
  const records = goodRecords({ public: pairs({ both: 300 }, third) });
  const claims = claimsOf(scorecardOf(records), "standard", EPOCH);
  expect(recompute(records, claims)).toEqual({ agrees: true, differences: [] });
});
