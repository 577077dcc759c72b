import { describe, expect, test } from "vitest";
import { freshItems } from "../../../src/core/judging/fresh-items.ts";
import { agreesWithRemeasure, type Remeasured } from "../../../src/core/judging/remeasure.ts";
import { aMeasure, pairs } from "../../support/evidence.ts";

const GOOD = pairs({ both: 280, gained: 48, lost: 4, neither: 68 });
const NONE = pairs({ both: 304, gained: 14, lost: 14, neither: 68 });

function agrees(second: Remeasured["second"], parts: Partial<Remeasured> = {}): boolean {
  const measured = { dimension: "task_improvement", source: "sealed", kind: "shard" } as const;
  return agreesWithRemeasure({ ...measured, first: GOOD, second, ...parts });
}

describe("a second run", () => {
  test.each([
    ["the same gain on other items", pairs({ both: 285, gained: 44, lost: 6, neither: 65 })],
    ["a gain that is smaller by chance", pairs({ both: 290, gained: 34, lost: 8, neither: 68 })],
    ["the same gain on fewer items", pairs({ both: 140, gained: 24, lost: 2, neither: 34 })],
  ])("agrees when it shows %s", (_, second) => {
    expect(agrees(second)).toBe(true);
  });

  test.each([
    ["no gain at all", NONE],
    ["a loss", pairs({ both: 280, gained: 4, lost: 48, neither: 68 })],
    ["nothing", []],
    ["a violation", GOOD.map((pair) => ({ ...pair, candidate: aMeasure({ violation: 1 }) }))],
  ])("disagrees when it shows %s", (_, second) => {
    expect(agrees(second)).toBe(false);
  });

  test("is compared item by item where it asks the same ones again", () => {
    expect(agrees(GOOD, { kind: "epochs" })).toBe(true);
    expect(agrees(GOOD.slice(1), { kind: "epochs" })).toBe(false);
    const unsteady = GOOD.map((pair, at) =>
      at % 20 === 0 ? { ...pair, candidate: aMeasure({ correct: 0 }) } : pair,
    );
    expect(agrees(unsteady, { kind: "epochs" })).toBe(false);
  });

  test("never agrees about a dimension or suite that it does not know", () => {
    expect(agrees(GOOD, { dimension: "charm" })).toBe(false);
    expect(agrees(GOOD, { first: [] })).toBe(false);
    const unmeasured = GOOD.map((pair) => ({ ...pair, candidate: aMeasure({ cost: NaN }) }));
    expect(agrees(unmeasured, { dimension: "efficiency" })).toBe(false);
  });

  test("holds an honest change by chance about once in a thousand times", () => {
    let state = 7;
    const random = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
    const draw = () =>
      Array.from({ length: 200 }, (_, at) => {
        const [name, lot] = [`item-${at}`, random()];
        const [before, after] =
          lot < 0.12 ? ([0, 1] as const) : lot < 0.15 ? ([1, 0] as const) : ([1, 1] as const);
        const sides = {
          baseline: aMeasure({ correct: before }),
          candidate: aMeasure({ correct: after }),
        };
        return { item: name, unit: name, ...sides };
      });
    const held = Array.from({ length: 1_000 }, () => agrees(draw(), { first: draw() }));
    expect(held.filter((one) => !one).length).toBeLessThanOrEqual(5);
  });
});

describe("what a second run asks", () => {
  const suite = Array.from({ length: 40 }, (_, at) => ({ id: `i${at}`, cluster: `c${at >> 1}` }));
  const asked = (count: number) => new Set(suite.slice(0, count).map(({ id }) => id));

  test("is as many items as before, of clusters that were never met", () => {
    const { kind, items } = freshItems(suite, asked(11));
    expect([kind, items[0]?.id, items.length]).toEqual(["shard", "i12", 11]);
  });

  test("is the same items once more where too few others are left", () => {
    expect(freshItems(suite, asked(40))).toEqual({ kind: "epochs", items: suite });
    expect(freshItems(suite, asked(30)).kind).toBe("epochs");
    expect(freshItems(suite, asked(26)).kind).toBe("shard");
  });
});
