import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { digestOf } from "../../../src/core/kernel/digest.ts";
import { type PullKey, pullNumber, repositoryId } from "../../../src/core/kernel/ids.ts";
import { instant } from "../../../src/core/kernel/instant.ts";
import type { Transaction } from "../../../src/ports/store/store.ts";
import { type OpenPlace, openPlace, storePlaces } from "../../support/store-places.ts";

const REPOSITORY = repositoryId(7);
const NOW = instant(1_000_000);
const [V1, V2] = [digestOf("1"), digestOf("2")];
const key = (pull: number): PullKey => ({ repositoryId: REPOSITORY, pull: pullNumber(pull) });
const at = (offset: number) => instant(NOW + offset);

describe.each(storePlaces())("budgets on %s", (name) => {
  let place: OpenPlace;
  beforeAll(async () => {
    place = await openPlace(name);
  });
  afterAll(() => place.remove());
  const inside = <Value>(work: (tx: Transaction) => Promise<Value>) => place.store.transact(work);

  it("lets exactly as many proposals through a budget as it has, under concurrency", async () => {
    const propose = (pull: number) =>
      inside(async (tx) => {
        await tx.budgets.lock(7, "greeter");
        const spent = await tx.budgets.spentSince(7, ["greeter"], NOW);
        if (spent.length >= 3) return "refused";
        const spend = {
          system: "greeter",
          kind: "proposal",
          before: V2,
          after: V1,
          amount: 1,
        } as const;
        await tx.budgets.record({ ...spend, key: key(pull), byPerson: true, at: at(pull) });
        return "passed";
      });
    const answers = await Promise.all([1, 2, 3, 4, 5, 6, 7].map(propose));
    expect(answers.filter((answer) => answer === "passed")).toHaveLength(3);
    const left = await inside((tx) => tx.budgets.spentSince(7, ["greeter"], at(8)));
    expect(left).toEqual([]);
  });

  it("follows a renamed system to what it was called before, and no further", async () => {
    const [first, second, third, apart] = ["a", "b", "c", "d"].map((one) => digestOf(one));
    const spend = { kind: "proposal", amount: 1, byPerson: false, at: NOW } as const;
    const edge = { repositoryId: repositoryId(70), entrySeq: 1 };
    const ofPull = (pull: number) => ({ repositoryId: repositoryId(70), pull: pullNumber(pull) });
    if (!first || !second || !third || !apart) throw new Error("four digests");
    await inside(async (tx) => {
      await tx.budgets.record({
        ...spend,
        key: ofPull(1),
        system: "old",
        before: first,
        after: second,
      });
      await tx.systems.recordEdge({ ...edge, system: "old", version: second, parent: first });
      await tx.systems.recordEdge({ ...edge, system: "new", version: second });
      await tx.systems.recordEdge({
        ...edge,
        entrySeq: 2,
        system: "new",
        version: third,
        parent: second,
      });
      await tx.budgets.record({
        ...spend,
        key: ofPull(2),
        system: "other",
        before: apart,
        after: apart,
      });
    });

    expect(await inside((tx) => tx.budgets.namesInLineage(70, third))).toEqual(["new", "old"]);
    expect(await inside((tx) => tx.budgets.namesInLineage(70, first))).toEqual(["new", "old"]);
    expect(await inside((tx) => tx.budgets.namesInLineage(71, third))).toEqual([]);
  });

  it("adds up what one change spends of a purse, and counts its proposal once", async () => {
    const spend = {
      key: key(40),
      system: "purse",
      before: V2,
      after: V1,
      byPerson: false,
    } as const;
    for (const when of [at(1), at(2)]) {
      await inside((tx) =>
        tx.budgets.record({ ...spend, kind: "sealed-pairs", amount: 30, at: when }),
      );
      await inside((tx) => tx.budgets.record({ ...spend, kind: "proposal", amount: 1, at: when }));
    }
    const spent = await inside((tx) => tx.budgets.spentSince(7, ["purse"], NOW));
    const rows = spent.map(({ kind, amount, at: when }) => ({ kind, amount, at: when }));
    expect(rows).toContainEqual({ kind: "sealed-pairs", amount: 60, at: at(2) });
    expect(rows).toContainEqual({ kind: "proposal", amount: 1, at: at(1) });
  });
});
