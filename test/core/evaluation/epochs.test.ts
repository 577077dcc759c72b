import { describe, expect, it } from "vitest";
import { areConfused, epochId, overEpochs, ownId } from "../../../src/core/evaluation/epochs.ts";
import { isJump } from "../../../src/core/evaluation/integrity-rules.ts";
import { scoreIntegrity } from "../../../src/core/evaluation/dimensions/integrity.ts";
import { offerOf, shuffled, unitEnds } from "../../../src/core/evaluation/shard.ts";
import { measuresFrom, jobResults } from "../../../src/core/evaluation/job-results.ts";
import type { PairedRecord } from "../../../src/core/evaluation/records.ts";
import type { SuiteItem } from "../../../src/core/ir/parse-suite.ts";
import { isTampered } from "../../../src/core/judging/replay-integrity.ts";
import { aMeasure } from "../../support/evidence.ts";

function item(id: string, cluster = id): SuiteItem {
  return { id, input: {}, expected: { mood: "glad" }, cluster };
}

const ITEMS = [item("a"), item("b", "ann"), item("c", "ann"), item("d")];

describe("an item that is asked several times", () => {
  it("is a question of its own each time, and the first is the item itself", () => {
    const asked = overEpochs([item("a"), item("b")], 3);
    expect(asked.map(({ id }) => id)).toEqual(["a", "a#2", "a#3", "b", "b#2", "b#3"]);
    expect(asked[0]).toEqual(item("a"));
    expect(asked.map(ownId)).toEqual(["a", "a", "a", "b", "b", "b"]);
    expect(overEpochs(ITEMS, 1)).toBe(ITEMS);
  });

  it("is one unit, which no look and no end of the shard divides", () => {
    const asked = overEpochs(shuffled(ITEMS, "salt"), 3);
    expect(unitEnds(asked, ownId)).toEqual([3, 6, 9, 12]);
    expect(unitEnds(asked, ({ cluster }) => cluster).length).toBe(3);
    const shard = { items: asked, size: 2 * 3, unitOf: ownId };
    expect(
      offerOf(shard, new Set(["a", "a#2", "a#3"]))
        .map(ownId)
        .slice(0, 3),
    ).toEqual(["a", "a", "a"]);
    expect(offerOf(shard, new Set())).toHaveLength(6);
  });

  it("must not be called as another item's repetition", () => {
    expect(areConfused(overEpochs([item("a"), item("a#2")], 1))).toBe(false);
    expect(areConfused(overEpochs([item("a"), item("a#2")], 2))).toBe(true);
    expect(areConfused(overEpochs([item("a"), item("a#3")], 2))).toBe(false);
  });
});

describe("what a job answers", () => {
  const contract = { type: "object" };
  const items = overEpochs([item("a")], 2);
  const answer = (epoch: number, mood: string) => ({
    side: "candidate",
    suite: "public",
    item: "a",
    epoch,
    output: { mood },
  });
  const measured = (...answers: readonly object[]) =>
    measuresFrom(jobResults.parse(answers), { items, contract });

  it("is marked for each time that an item was asked", () => {
    const measures = measured(answer(1, "glad"), answer(2, "sour"));
    expect([...(measures ?? [])].map(([id, { correct }]) => [id, correct])).toEqual([
      ["a", 1],
      [epochId("a", 2), 0],
    ]);
    expect(measured(answer(2, "glad"))?.get("a")).toMatchObject({ failed: true });
  });

  it("is worth nothing where it answers oftener than was asked", () => {
    expect(measured(answer(1, "glad"), answer(3, "glad"))).toBeUndefined();
    expect(measured(answer(2, "glad"), answer(2, "glad"))).toBeUndefined();
  });
});

describe("further askings of one item", () => {
  const pair = (name: string, epoch: number, right: readonly [0 | 1, 0 | 1]): PairedRecord => ({
    item: epochId(name, epoch),
    ...(epoch === 1 ? {} : { epoch }),
    unit: name,
    baseline: aMeasure({ correct: right[0] }),
    candidate: aMeasure({ correct: right[1] }),
  });
  const often = (names: readonly string[], right: readonly [0 | 1, 0 | 1]) =>
    names.flatMap((name) => [1, 2, 3, 4, 5].map((epoch) => pair(name, epoch, right)));

  it("are no further witnesses that what cannot be passed was passed", () => {
    const hard = ["impossible/1", "impossible/2", "impossible/3"];
    const records = [
      ...often(hard.slice(0, 1), [1, 1]),
      ...often(hard.slice(1, 2), [0, 1]),
      ...often(hard.slice(2), [0, 0]),
    ];
    const integrityOf = (shown: readonly PairedRecord[]) =>
      scoreIntegrity({
        probes: [],
        records: { public: shown, sealed: [], safety: [] },
      } as unknown as Parameters<typeof scoreIntegrity>[0])[0]?.evidence;
    expect(integrityOf(records)).toMatchObject({ holds: true });
    expect(isTampered({ public: records, sealed: [], safety: [] }, "public")).toBe(false);
    const independent = records.map(({ epoch: _epoch, ...one }) => one);
    expect(integrityOf(independent)).toMatchObject({ breach: "impossible-passed" });
    expect(isTampered({ public: independent, sealed: [], safety: [] }, "public")).toBe(true);
  });

  it("make no jump of a few items", () => {
    const few = often(["a", "b", "c", "d"], [0, 1]);
    expect(few).toHaveLength(20);
    expect(isJump(few)).toBe(false);
    expect(isTampered({ public: few, sealed: [], safety: [] }, "public")).toBe(false);
    const many = Array.from({ length: 20 }, (_, at) => pair(`i${at}`, 1, [0, 1]));
    expect(isJump(many)).toBe(true);
  });
});
