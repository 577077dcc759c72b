import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { digestOf } from "../../../src/core/kernel/digest.ts";
import { instant } from "../../../src/core/kernel/instant.ts";
import type { Exposure } from "../../../src/ports/store/rollouts.ts";
import type { Transaction } from "../../../src/ports/store/store.ts";
import { type OpenPlace, openPlace, storePlaces } from "../../support/store-places.ts";

const NOW = instant(1_000_000);
const V1 = digestOf("1");

describe.each(storePlaces())("units and their outcomes on %s", (name) => {
  let place: OpenPlace;
  beforeAll(async () => {
    place = await openPlace(name);
  });
  afterAll(() => place.remove());
  const inside = <Value>(work: (tx: Transaction) => Promise<Value>) => place.store.transact(work);

  it("shows a unit one version for the life of a roll-out", async () => {
    const exposure = { rolloutId: "r", unit: "u", artifact: V1, share: 10, at: NOW };
    const first = { ...exposure, variant: "candidate" as const };
    const expose = (...given: Exposure[]) => inside((tx) => tx.rollouts.expose(given));
    expect(await expose()).toEqual(new Map());
    expect(await expose(first)).toEqual(new Map());
    const second = { ...exposure, variant: "stable" as const };
    const another = { ...second, unit: 'another, {and} "odd"' };
    const third = { ...first, unit: "third", artifact: digestOf("2"), share: 33.3 };
    expect(await expose(second, another, third)).toEqual(new Map([["u", "candidate"]]));
    expect(await expose(second)).toEqual(new Map([["u", "candidate"]]));
    expect(await inside((tx) => tx.rollouts.variants("r", ["u", "third", "nobody"]))).toEqual(
      new Map([
        ["u", "candidate"],
        ["third", "candidate"],
      ]),
    );
    const kept = await inside((tx) => tx.rollouts.exposures("r", ["u", another.unit, "third"]));
    expect(kept).toHaveLength(3);
    expect(kept).toEqual(expect.arrayContaining([first, another, third]));
    expect(await inside((tx) => tx.rollouts.exposures("r", ["u", "nobody"]))).toEqual([first]);
    expect(await inside((tx) => tx.rollouts.exposures("q", ["u"]))).toEqual([]);
  });

  it("counts an outcome once, and a batch whole or not at all", async () => {
    const outcome = {
      id: "o",
      rolloutId: "r",
      unit: "u",
      variant: "candidate" as const,
      metrics: { resolved: 0.1 },
      at: NOW,
    };
    const shadow = { ...outcome, id: "o, 2", variant: "shadow" as const };
    await inside((tx) => tx.outcomes.record([outcome, shadow]));
    const again = inside((tx) => tx.outcomes.record([{ ...outcome, id: "new" }, outcome]));
    await expect(again).rejects.toThrow();
    await inside((tx) => tx.outcomes.record([]));
    expect(await inside((tx) => tx.outcomes.count("r", "candidate"))).toBe(1);
    expect(await inside((tx) => tx.outcomes.ofUnits("r", ["u", "v"]))).toEqual([outcome, shadow]);
    expect(await inside((tx) => tx.outcomes.taken("r", ["o, 2", "new"]))).toEqual(["o, 2"]);
    expect(await inside((tx) => tx.outcomes.taken("q", ["o"]))).toEqual([]);
  });
});
