import { assert, integer, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { settleAsking } from "../../../src/core/decision/settle-asking.ts";
import { looksAt } from "../../../src/core/evaluation/asking.ts";
import type { Measurements } from "../../../src/core/evaluation/measurements.ts";
import type { PairedRecord } from "../../../src/core/evaluation/records.ts";
import { objectiveReport } from "../../../src/core/evaluation/scorecard.ts";
import type { Settled } from "../../../src/core/evaluation/statistics/standing.ts";
import { aMeasure, goodRecords, pairs, scorecardOf } from "../../support/evidence.ts";
import { seeded } from "../evaluation/statistics/seeded.ts";

const BAR = 200;

type Stopped = { readonly because: Settled | "asked-whole"; readonly units: number };

/** Asks a suite of these pairs as the flows do, look by look. */
function ask(
  sealed: readonly PairedRecord[],
  parts: Partial<Measurements> & { readonly bar?: number; readonly from?: number } = {},
): Stopped & { readonly eValue: number } {
  const { bar = BAR, from = 0, ...measured } = parts;
  const bars = { objective: bar, guard: 20 };
  for (const units of looksAt(from, from, sealed.length)) {
    const some = sealed.slice(0, units);
    const scorecard = scorecardOf({ public: [], safety: [], sealed: some }, { bars, ...measured });
    const left = sealed.length - units;
    const because =
      left === 0 ? "asked-whole" : settleAsking({ scorecard, sealed: some, bar, left });
    const evidence = objectiveReport(scorecard)?.evidence;
    const eValue = evidence?.kind === "test" ? evidence.eValue : 0;
    if (because !== undefined) return { because, units, eValue };
  }
  throw new Error("nothing was asked");
}

describe("looks", () => {
  test.each([
    ["a fresh suite", [0, 0, 90], [25, 50, 75, 90]],
    ["a suite that ends at a look", [0, 0, 50], [25, 50]],
    ["a killed run that had kept a part of a look", [60, 0, 90], [75, 90]],
    ["a killed run that had kept a look whole", [50, 0, 90], [50, 75, 90]],
    ["what an earlier decision stopped at", [50, 50, 90], [50, 75, 90]],
    ["a suite that grew after it was asked whole", [90, 90, 130], [90, 100, 125, 130]],
    ["a suite that grew and was then killed", [110, 90, 130], [125, 130]],
    ["a suite that has nothing new", [90, 90, 90], [90]],
    ["a clone, which has kept nothing", [0, 75, 90], [75, 90]],
    ["no suite", [0, 0, 0], []],
  ] as const)("at %s", (_what, [from, rested, of], expected) => {
    expect(looksAt(from, rested, of)).toEqual(expected);
  });
});

describe("asking the sealed suite", () => {
  test("stops at a look once the objective is shown", () => {
    const stopped = ask(pairs({ gained: 120, both: 280 }));
    expect(stopped.because).toBe("shown");
    expect(stopped.units % 25).toBe(0);
    expect(stopped.units).toBeLessThan(200);
  });

  test("waits for a sealed guard when the objective is shown", () => {
    const cheaper = pairs({ both: 400 }).map((pair) => ({
      ...pair,
      candidate: aMeasure({ cost: 1 }),
    }));
    const mixed = cheaper.map((pair, at) =>
      at % 20 === 0 ? { ...pair, baseline: aMeasure({ correct: 0 }) } : pair,
    );
    const worse = cheaper.map((pair, at) =>
      at % 10 === 0 ? { ...pair, candidate: aMeasure({ cost: 1, correct: 0 }) } : pair,
    );
    const efficiency = { objective: "efficiency" } as const;
    const shown = ask(mixed, efficiency);
    expect(shown.because).toBe("shown");
    expect(
      ask(mixed, { ...efficiency, margins: { task: 0.02, efficiency: 0.1, risk: 0.01 } }).units,
    ).toBeGreaterThan(shown.units);
    expect(ask(worse, efficiency).because).not.toBe("shown");
  });

  test("goes on while a gain that the public suite shows is not there", () => {
    const shy = ask(pairs({ gained: 30, both: 370 }), { bar: 20 });
    expect(shy.because).toBe("shown");
    const [public300, few] = [
      pairs({ gained: 200, neither: 100 }),
      pairs({ gained: 30, both: 370 }),
    ];
    const bars = { objective: 20, guard: 20 };
    const some = few.slice(0, shy.units);
    const scorecard = scorecardOf({ ...goodRecords(), public: public300, sealed: some }, { bars });
    expect(settleAsking({ scorecard, sealed: some, bar: 20, left: 100 })).toBeUndefined();
  });

  test("ends what helps nowhere before the suite is spent", () => {
    const stopped = ask(pairs({ gained: 40, lost: 40, both: 320 }));
    expect(stopped.because).toBe("futile");
    expect(stopped.units).toBeLessThan(400);
  });

  test("would rather refute what is as good as refuted than give it up", () => {
    expect(ask(pairs({ both: 400 })).because).toBe("refuted");
  });

  test("refutes harm, whatever else is shown", () => {
    const harmful = pairs({ gained: 400 }).map((pair) => ({
      ...pair,
      candidate: aMeasure({ violation: 1 }),
    }));
    expect(ask(harmful, { objective: "risk" }).because).toBe("refuted");
  });

  test("settles nothing where nothing sealed is tested", () => {
    const scorecard = scorecardOf(goodRecords({ sealed: [] }));
    expect(settleAsking({ scorecard, sealed: [], bar: BAR, left: 10 })).toBeUndefined();
  });
});

/** Answers of which `gained` and `lost` in a hundred differ. */
function drawn(seed: number, count: number, [gained, lost]: readonly [number, number]) {
  const random = seeded(seed);
  return Array.from({ length: count }, (_, at): PairedRecord => {
    const draw = random() * 100;
    const name = `item-${at}`;
    const [before, after] = draw < gained ? [0, 1] : draw < gained + lost ? [1, 0] : [1, 1];
    return {
      item: name,
      unit: name,
      baseline: aMeasure({ correct: before === 1 ? 1 : 0 }),
      candidate: aMeasure({ correct: after === 1 ? 1 : 0 }),
    };
  });
}

describe("stopping early", () => {
  test("accepts no change without an effect more often than its bar allows", () => {
    const runs = 200;
    let accepts = 0;
    for (let seed = 1; seed <= runs; seed += 1) {
      if (ask(drawn(seed, 150, [10, 10]), { bar: 20 }).because === "shown") accepts += 1;
    }
    // One in twenty at most, and three standard errors of 200 runs.
    expect(accepts / runs).toBeLessThanOrEqual(1 / 20 + 0.047);
  });

  test("is decided by the value at the stop, which no later look at the same answers undoes", () => {
    assert(
      property(integer({ min: 1, max: 10_000 }), (seed) => {
        const answers = drawn(seed, 200, [16, 6]);
        const stopped = ask(answers, { bar: 40 });
        const again = ask(answers.slice(0, 200), { bar: 40 });
        const resumed = ask(answers, { bar: 40, from: stopped.units });
        return (
          Object.is(stopped.eValue, again.eValue) &&
          (stopped.because !== "shown" || stopped.eValue >= 40) &&
          Object.is(resumed.eValue, stopped.eValue) &&
          resumed.because === stopped.because
        );
      }),
      { numRuns: 20 },
    );
  });

  test("takes no peak that is past for evidence when the bar falls", () => {
    // Gains first, losses later: shown at the peak under the lower bar, and not where it stood.
    const answers = [...pairs({ gained: 12, both: 63 }), ...pairs({ lost: 14, both: 111 })];
    const peak = ask(answers, { bar: 20 });
    const stood = ask(answers, { bar: 200 });
    expect(peak).toMatchObject({ because: "shown" });
    expect(stood.units).toBeGreaterThan(peak.units);
    expect(ask(answers, { bar: 20, from: stood.units }).because).not.toBe("shown");
  });
});
