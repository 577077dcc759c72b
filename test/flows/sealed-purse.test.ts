import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { digestOf } from "../../src/core/kernel/digest.ts";
import { instant } from "../../src/core/kernel/instant.ts";
import type { Transaction } from "../../src/ports/store/store.ts";
import { askBudget, reservePairs, settlePairs } from "../../src/flows/gates/ask-budget.ts";
import type { Weighing } from "../../src/flows/gates/governing.ts";
import { gatherChange } from "../../src/flows/reading/gather-change.ts";
import { openBench } from "../support/bench.ts";
import { type OpenPlace, openPlace, storePlaces } from "../support/store-places.ts";
import { NEVER_OPENED } from "../support/no-sealed-repositories.ts";

const DEFINITION = "systems/triage/system.yaml";
const NOW = instant(1_700_000_000_000);

describe.each(storePlaces())("the purse of sealed pairs on %s", (name) => {
  let place: OpenPlace;
  beforeAll(async () => {
    place = await openPlace(name);
  });
  afterAll(() => place.remove());
  const inside = <Value>(work: (tx: Transaction) => Promise<Value>) => place.store.transact(work);

  /** Evaluations of as many pull requests, each about to ask so many pairs of a purse of 20,000. */
  async function openPurse(evaluations: number) {
    const bench = await openBench(place.store);
    const asking = [];
    for (let number = 1; number <= evaluations; number += 1) {
      const text = (bench.starter[DEFINITION] ?? "").replace("value: 1.5", `value: 1.6${number}`);
      bench.propose(number, { ...bench.starter, [DEFINITION]: text });
      const pull = await bench.repository.pull(bench.keyOf(number).pull);
      const gathered = await gatherChange(bench.repository, pull);
      if (gathered.kind !== "gathered") throw new Error("not to be read");
      const { rules, change } = gathered;
      if (rules === undefined || change.mutation === undefined) throw new Error("not a mutation");
      const ports = { ...bench.ports, clock: { now: () => NOW } };
      const lease = { key: bench.keyOf(number) };
      const reconciling: Weighing["reconciling"] = {
        ports,
        lease,
        pull,
        repository: bench.repository,
        isCurrent: () => Promise.resolve(true),
        readVersion: () => Promise.resolve(undefined),
        openSealed: NEVER_OPENED,
      };
      asking.push({ weighing: { reconciling, gathered }, mutation: change.mutation, rules });
    }
    const { id } = bench.repository;
    const counted = async () => {
      const spent = await inside((tx) => tx.budgets.spentSince(id, ["triage"], instant(0)));
      const ofPurse = spent.filter(({ kind }) => kind.startsWith("sealed-"));
      return ofPurse.reduce((sum, { amount }) => sum + amount, 0);
    };
    return { asking, counted };
  }

  it("is never overdrawn by evaluations that begin at once", async () => {
    const { asking, counted } = await openPurse(8);

    const answers = await Promise.all(
      asking.map(({ weighing, ...one }) =>
        inside((tx) => reservePairs(tx, weighing, { ...one, sealedPairs: 6_000 })),
      ),
    );

    expect(answers.filter(({ outcome }) => outcome === "pass")).toHaveLength(3);
    const refused = answers.filter(({ outcome }) => outcome === "fail");
    expect(refused[0]).toMatchObject({ reason: "budget-spend-exceeded", nextSlotAt: NOW + 864e5 });
    expect(await counted()).toBe(18_000);
  });

  it("keeps what was asked, gives back what was not, and counts nothing twice", async () => {
    const { asking, counted } = await openPurse(2);
    const [first, second] = asking;
    if (first === undefined || second === undefined) throw new Error("two were asked for");
    const reserve = ({ weighing, ...one }: typeof first, sealedPairs: number) =>
      inside((tx) => reservePairs(tx, weighing, { ...one, sealedPairs }));
    await reserve(first, 15_000);
    expect(await reserve(first, 15_000)).toMatchObject({ outcome: "pass" });
    expect(await reserve(second, 6_000)).toMatchObject({ outcome: "fail" });

    const { weighing, ...one } = first;
    await inside((tx) => settlePairs(tx, weighing, { ...one, sealedPairs: 9_000 }));

    expect(await counted()).toBe(9_000);
    expect(await reserve(second, 6_000)).toMatchObject({ outcome: "pass" });
  });

  it("lets what is kept for one evaluation stand in the way of no other gate of its own", async () => {
    const { asking } = await openPurse(1);
    const [only] = asking;
    if (only === undefined) throw new Error("one was asked for");
    const { weighing, ...one } = only;
    await inside((tx) => reservePairs(tx, weighing, { ...one, sealedPairs: 20_000 }));

    const { report } = await inside((tx) => askBudget(tx, weighing, one));

    expect(report.outcome).toBe("pass");
  });

  it("opens an epoch after the one that stands, and asks nothing of it yet", async () => {
    const [before, after] = [digestOf("before"), digestOf("after")];
    const pair = { repositoryId: 4_711, system: "triage", before, after };
    await inside((tx) => tx.evidence.spendTest(pair));

    expect(await inside((tx) => tx.evidence.openEpoch(pair))).toBe(2);
    expect(await inside((tx) => tx.evidence.openEpoch(pair))).toBe(3);
    expect(await inside((tx) => tx.evidence.epoch(pair))).toEqual({
      epoch: 3,
      testsSpent: 0,
      accepts: 0,
    });
  });
});
