import { array, assert, double, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { claimsOf } from "../../../src/core/decision/claims-of.ts";
import type { RawRecords } from "../../../src/core/evaluation/records.ts";
import type { Scorecard } from "../../../src/core/evaluation/scorecard.ts";
import { USUAL } from "../../../src/core/evaluation/statistics/bet-grid.ts";
import { eValueOver } from "../../../src/core/evaluation/statistics/e-process.ts";
import type { Objective } from "../../../src/core/ir/mutation.ts";
import type { Claims } from "../../../src/core/judging/judged.ts";
import { recompute } from "../../../src/core/judging/recompute.ts";
import { replayBets } from "../../../src/core/judging/replay-bets.ts";
import { reportVerdict } from "../../../src/core/judging/verdict.ts";
import { aMeasure, goodRecords, pairs, scorecardOf } from "../../support/evidence.ts";

const EPOCH = { epoch: 1, testsSpent: 3, accepts: 2, placeOfPair: 3 };

/** Records in which every figure differs from item to item, clusters included. */
function unevenRecords(): RawRecords {
  const uneven = (seed: number) =>
    pairs({ both: 70, gained: 20, lost: 6, neither: 30 }).map((pair, index) => ({
      ...pair,
      unit: `author-${(index * seed) % 47}`,
      baseline: { ...pair.baseline, confidence: ((index * 37) % 101) / 101, cost: 3 + (index % 3) },
      candidate: { ...pair.candidate, confidence: ((index * 53) % 97) / 97, cost: 3 + (index % 4) },
    }));
  return { public: uneven(5), sealed: uneven(11), safety: pairs({ both: 20 }) };
}

function claims(scorecard: Scorecard): Claims {
  return claimsOf(scorecard, "standard", EPOCH);
}

describe("the second implementation", () => {
  test("bets to the same bits on any differences", () => {
    assert(
      property(
        array(double({ min: -1, max: 1, noNaN: true }), { maxLength: 400 }),
        double({ min: -0.1, max: 0.1, noNaN: true }),
        (differences, limit) =>
          Object.is(replayBets(differences, limit), eValueOver(differences, limit, USUAL)),
      ),
    );
  });

  test("bets to the same bits on runs that leave the range of a double", () => {
    for (const difference of [1, -1, 0]) {
      const run = Array.from({ length: 3_000 }, () => difference);
      expect(replayBets(run, -0.05)).toBe(eValueOver(run, -0.05, USUAL));
    }
  });

  test("goes over what was lost since the anchor, and misses a report that was left out", () => {
    const compared = { public: unevenRecords().public, sealed: unevenRecords().sealed };
    const records = { ...goodRecords(), anchor: compared };
    const scorecard = scorecardOf(records);
    expect(recompute(records, claims(scorecard))).toEqual({ agrees: true, differences: [] });

    const hidden = scorecard.reports.filter(({ against }) => against === undefined);
    expect(recompute(records, claims({ ...scorecard, reports: hidden })).differences).toEqual([
      { dimension: "task_improvement", source: "public", figure: "anchor" },
      { dimension: "task_improvement", source: "sealed", figure: "anchor" },
    ]);
    const swapped = { ...records, anchor: { public: records.public, sealed: records.sealed } };
    expect(recompute(swapped, claims(scorecard)).agrees).toBe(false);
  });

  test.each<Objective>(["task", "efficiency", "risk", "neutral"])(
    "agrees with every figure of a scorecard for %s",
    (objective) => {
      for (const records of [goodRecords(), unevenRecords(), goodRecords({ sealed: [] })]) {
        const verdict = recompute(records, claims(scorecardOf(records, { objective })));
        expect(verdict).toEqual({ agrees: true, differences: [] });
        expect(reportVerdict(verdict)).toMatchObject({ outcome: "pass", reason: "judge-agrees" });
      }
    },
  );
});

describe("a claim that does not follow from the records", () => {
  const records = unevenRecords();
  const honest = claims(scorecardOf(records));

  function altered(figure: string, by: number): Claims {
    const reports = honest.reports.map((report) =>
      report.dimension === "task_improvement" && report.evidence.kind === "test"
        ? { ...report, evidence: { ...report.evidence, [figure]: by } }
        : report,
    );
    return { ...honest, reports };
  }

  test.each([
    ["eValue", "e-value"],
    ["reverseEValue", "reverse e-value"],
    ["estimate", "estimate"],
    ["lower", "lower"],
    ["upper", "upper"],
    ["n", "n"],
  ])("in %s is named", (figure, name) => {
    const verdict = recompute(records, altered(figure, 0.123));
    expect(verdict.agrees).toBe(false);
    expect(verdict.differences.map((difference) => difference.figure)).toContain(name);
    expect(reportVerdict(verdict)).toMatchObject({ outcome: "error", reason: "judge-disagrees" });
  });

  test("is found in the last bit of an e-value", () => {
    const [first] = honest.reports;
    const evidence = first?.evidence;
    if (evidence?.kind !== "test") throw new Error("the first report is a test");
    const verdict = recompute(records, altered("eValue", evidence.eValue * (1 + 2 ** -52)));
    expect(verdict.agrees).toBe(false);
  });

  test("is found when a figure is not a number", () => {
    expect(recompute(records, altered("estimate", Number.NaN)).agrees).toBe(false);
  });

  test("is found in the bar and in its alpha", () => {
    for (const bar of [
      { ...honest.bar, value: 20 },
      { ...honest.bar, caution: 2 },
      { ...honest.bar, caution: 0.5, value: honest.bar.value / 2 },
      { ...honest.bar, caution: 6, value: honest.bar.value * 6 },
      { ...honest.bar, alpha: 0.5, value: 20 / (0.5 * 3) },
    ]) {
      expect(recompute(records, { ...honest, bar }).agrees).toBe(false);
    }
  });

  test("is found in a rule that does not hold", () => {
    const violated = {
      ...records,
      safety: pairs({ both: 3 }, { candidate: aMeasure({ violation: 1 }) }),
    };
    expect(recompute(violated, honest).differences).toContainEqual({
      dimension: "risk",
      source: "safety",
      figure: "holds",
    });
  });

  test("of nothing at all is not agreed with", () => {
    expect(recompute(records, { ...honest, reports: [] }).agrees).toBe(false);
  });

  test("about a dimension that nobody knows is not agreed with", () => {
    const reports = honest.reports.map((report) => ({ ...report, dimension: "charm" }));
    expect(recompute(records, { ...honest, reports }).agrees).toBe(false);
  });
});
