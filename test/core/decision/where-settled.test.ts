import { expect, test } from "vitest";
import { type NeededTest, whereSettled } from "../../../src/core/decision/where-settled.ts";
import type { Measure, PairedRecord } from "../../../src/core/evaluation/records.ts";
import { figureOf } from "../../../src/core/evaluation/statistics/unit-differences.ts";

const side = (correct: 0 | 1, violation: 0 | 1 = 0): Measure => ({
  correct,
  violation,
  cost: 1,
  milliseconds: 1,
  failed: false,
});

function answers(count: number, isBetter: (at: number) => boolean): readonly PairedRecord[] {
  return Array.from({ length: count }, (_, at) => ({
    item: `i${at}`,
    unit: `u${at}`,
    baseline: side(0),
    candidate: side(isBetter(at) ? 1 : 0),
  }));
}

const objective: NeededTest = {
  figure: figureOf(({ correct }) => correct),
  nullMean: 0,
  reverseMean: 0,
  bar: 20,
  reverseBar: 20,
};
const guard: NeededTest = {
  ...objective,
  figure: figureOf(({ violation }) => -violation),
  nullMean: -0.02,
};

test("asking stops at a look once the objective is shown", () => {
  const all = answers(400, () => true);
  expect(whereSettled(all, [objective], 400)).toEqual({ because: "shown", units: 25 });
});

test("a shown objective waits for a guard that still needs units", () => {
  const all = answers(400, () => true);
  const stop = whereSettled(all, [objective, guard], 400);
  expect(stop?.because).toBe("shown");
  expect(stop?.units).toBeGreaterThan(25);
});

test("answers behind the stop, kept from another run, move nothing", () => {
  const all = answers(400, () => true);
  const stop = whereSettled(all, [objective, guard], 400);
  expect(whereSettled(all.slice(0, stop?.units), [objective, guard], 400)).toEqual(stop);
});

test("a change that helps nowhere ends as futile before the suite is spent", () => {
  const all = answers(400, () => false);
  const stop = whereSettled(all, [objective], 400);
  expect(stop?.because).toBe("futile");
  expect(stop?.units).toBeLessThan(400);
});

test("a harmful change is refuted, whatever else is shown", () => {
  const all = answers(400, () => true).map((pair) => ({ ...pair, candidate: side(1, 1) }));
  expect(whereSettled(all, [objective, guard], 400)?.because).toBe("refuted");
});

test("nothing is settled between two looks or without a test", () => {
  expect(
    whereSettled(
      answers(24, () => true),
      [objective],
      400,
    ),
  ).toBeUndefined();
  expect(
    whereSettled(
      answers(50, () => true),
      [],
      400,
    ),
  ).toBeUndefined();
});
