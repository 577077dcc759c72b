import { describe, expect, test } from "vitest";
import { promiseOf } from "../../../src/core/decision/thresholds.ts";
import { renderScorecard } from "../../../src/core/prose/scorecard.ts";
import { aMeasure, goodRecords, pairs, scorecardOf } from "../../support/evidence.ts";

const DECISION = {
  ruling: "accept",
  promise: promiseOf("standard"),
  minimumDetectableEffect: 0.0958,
} as const;

const WITHHELD = { sealed: "withheld" } as const;

describe("a rendered scorecard", () => {
  const text = renderScorecard(scorecardOf(goodRecords()), DECISION, WITHHELD);

  test("shows public figures in full", () => {
    expect(text).toMatch(
      /\| Task \| public suite \| no worse than −5\.0 \| \+10\.7 \(95 %: \+6\.\d to \+14\.\d\), 300 units/,
    );
  });

  test("says the decision's word about the sealed suite and nothing else", () => {
    expect(text).toContain("| **Task** (objective) | sealed suite | accept | withheld |");
    expect(text).toContain("| Generalization | sealed suite | accept | withheld |");
  });

  test("is the same whatever the sealed figures are", () => {
    const other = goodRecords({ sealed: pairs({ both: 100, lost: 40, neither: 260 }) });
    expect(renderScorecard(scorecardOf(other), DECISION, WITHHELD)).toBe(text);
  });

  test("says how small an effect can be seen and what is promised", () => {
    expect(text).toContain("+9.6 points or more");
    expect(text).toContain("among 20 mutations, at most 10 % are expected to be wrong");
  });

  test("promises nothing over many where the profile is per decision", () => {
    const small = { ...DECISION, promise: promiseOf("small"), minimumDetectableEffect: 1 };
    const rendered = renderScorecard(scorecardOf(goodRecords()), small, WITHHELD);
    expect(rendered).toContain("at most 5 %; nothing is promised over many");
    expect(rendered).toContain("too small to show any effect");
  });

  test("before a decision says that there is none", () => {
    const rendered = renderScorecard(scorecardOf(goodRecords()), undefined, WITHHELD);
    expect(rendered).toContain("| **Task** (objective) | sealed suite | not decided | withheld |");
  });

  test("names what got worse, what is not shown yet and what does not hold", () => {
    const worse = goodRecords({
      public: pairs({ both: 100, lost: 60 }),
      safety: pairs({ both: 1 }, { candidate: aMeasure({ violation: 1 }) }),
    });
    const rendered = renderScorecard(scorecardOf(worse), DECISION, WITHHELD);
    expect(rendered).toContain("| Task | public suite | **worse** |");
    expect(rendered).toContain("| Risk | safety suite | **does not hold** |");
    const few = goodRecords({ public: pairs({ both: 4 }) });
    expect(renderScorecard(scorecardOf(few), DECISION, WITHHELD)).toContain("not shown yet");
  });
});

describe("the whole text", () => {
  const golden = (name: string) =>
    new URL(`../../golden/scorecards/${name}.md`, import.meta.url).pathname;
  const { promise, minimumDetectableEffect } = DECISION;
  const ruled = (ruling: "accept" | "reject" | "quarantine") => ({
    ruling,
    promise,
    minimumDetectableEffect,
  });

  test.each([
    ["accepted", goodRecords(), ruled("accept")],
    [
      "rejected",
      goodRecords({ public: pairs({ both: 160, lost: 60, neither: 80 }) }),
      ruled("reject"),
    ],
    [
      "too-few",
      goodRecords({ public: pairs({ both: 30, gained: 3, neither: 7 }) }),
      ruled("quarantine"),
    ],
    [
      "without-sealed",
      goodRecords({ sealed: [] }),
      { ...ruled("quarantine"), minimumDetectableEffect: 1 },
    ],
  ] as const)("of a change that is %s reads as it should", async (name, records, decision) => {
    const text = renderScorecard(scorecardOf(records), decision, WITHHELD);
    await expect(`${text}\n`).toMatchFileSnapshot(golden(name));
  });

  test("leads with what is to be expected, not with what was measured", () => {
    const text = renderScorecard(scorecardOf(goodRecords()), ruled("accept"), WITHHELD);
    const [, expected, measured] =
      /Task by about \+([\d.]+) points \(measured \+([\d.]+)/.exec(text) ?? [];
    expect(Number(expected)).toBeLessThan(Number(measured));
  });
});
