import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { OpenedStore } from "../../src/adapters/store/open-store.ts";
import { openEmptyStore } from "../support/empty-store.ts";
import { parseCharter } from "../../src/core/ir/parse-charter.ts";
import { CHARTER_PATH } from "../../src/core/ir/charter.ts";
import { replaySpends } from "../../src/core/ledger/replay-spends.ts";
import { draftOf } from "../../src/core/ledger/drafts.ts";
import { openReplayedStore } from "../../src/flows/clone/replayed-store.ts";
import type { RolloutState } from "../../src/core/rollout/rollout.ts";
import { type Bench, openBench } from "../support/bench.ts";
import type { Files } from "../support/builders.ts";

const DEFINITION = "systems/triage/system.yaml";

let store: OpenedStore;
let bench: Bench;

beforeAll(async () => {
  store = await openEmptyStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  bench = await openBench(store);
});

const tuned = (weight: string): Files => ({
  ...bench.starter,
  [DEFINITION]: (bench.starter[DEFINITION] ?? "").replace("value: 1.5", `value: ${weight}`),
});

/** Agents have used up what everybody shares. */
async function exhaust(): Promise<void> {
  const parsed = parseCharter(CHARTER_PATH, Buffer.from(bench.starter[CHARTER_PATH] ?? ""));
  const rules = parsed.ok ? parsed.value.charter.systems["triage"] : undefined;
  if (rules === undefined) throw new Error("the starter has no such system");
  bench.propose(90, tuned("1.9"));
  const { before, after } = await bench.seed(90, {});
  const spend = { system: "triage", kind: "proposal", before, after, amount: 1 } as const;
  await bench.read(async (tx) => {
    for (let pull = 100; pull < 100 + rules.budget.proposals; pull += 1) {
      await tx.budgets.record({ ...spend, key: bench.keyOf(pull), byPerson: false, at: bench.now });
    }
  });
}

/** A version that was tried before, and how that ended. */
async function tried(number: number, files: Files, state: RolloutState): Promise<void> {
  bench.propose(number, files);
  const staged = { shadowPassed: true, canaryPassed: true, step: 1, share: 25 };
  const { repositoryId, headSha, before, after } = await bench.seed(number, {
    ...staged,
    state: state === "promoted" ? "canary" : state === "rolled-back" ? "rolling-back" : state,
    reason: "canary-passed",
  });
  const subject = {
    repository_id: repositoryId,
    pull: number,
    system: "triage",
    head_sha: headSha,
  };
  const facts = { system_before: before, system_after: after, charter: "", proposer: "agent" };
  const about = { at: bench.now, subject };
  await bench.read((tx) => tx.ledger.append(draftOf("classification", about, facts)));
  if (state === "promoted") await bench.ask(number, "promote");
  if (state === "withdrawn") bench.repository.change(number, { isOpen: false });
  await bench.look(number);
  expect(await bench.rollout(number)).toMatchObject({ state });
}

/** Proposes these files on top of another version, and says what the budget answered. */
async function budgetFor(files: Files): Promise<string | undefined> {
  bench.repository.push("main", tuned("1.8"));
  bench.propose(50, files);
  await bench.look(50);
  return (await bench.record(50))?.gates.find(({ gate }) => gate === "budget")?.outcome;
}

/** The store and a replay of the ledger must know the same versions as good. */
async function agrees(): Promise<void> {
  const { id } = bench.repository;
  const entries = await bench.read((tx) => tx.ledger.readOf(id, 0, 1_000));
  const replayed = openReplayedStore(replaySpends(entries.map(({ entry }) => entry)));
  const good = await bench.read((tx) => tx.budgets.goodVersions(id, ["triage"]));
  const told = await replayed.transact((tx) => tx.budgets.goodVersions(id, ["triage"]));
  expect([...new Set(told)].sort()).toEqual([...good].sort());
}

describe("the reserve for rollbacks", () => {
  it("is open to a version that production ran", async () => {
    await tried(1, tuned("1.6"), "promoted");
    await exhaust();

    expect(await budgetFor(tuned("1.6"))).toBe("pass");
    await agrees();
  });

  it("is closed to a version that is new", async () => {
    await tried(1, tuned("1.6"), "promoted");
    await exhaust();

    expect(await budgetFor(tuned("1.7"))).toBe("fail");
  });

  it.each<RolloutState>(["rolled-back", "withdrawn"])(
    "is closed to a version whose roll-out ended %s",
    async (state) => {
      await tried(1, tuned("1.6"), state);
      await exhaust();

      expect(await budgetFor(tuned("1.6"))).toBe("fail");
      await agrees();
    },
  );

  it("is closed to what ran once, and was turned back from when it came again", async () => {
    await tried(1, tuned("1.6"), "promoted");
    await tried(2, tuned("1.7"), "promoted");
    bench.repository.push("main", tuned("1.7"));
    await tried(3, tuned("1.6"), "rolled-back");
    await exhaust();

    expect(await budgetFor(tuned("1.6"))).toBe("fail");
    await agrees();
  });

  it("is not what a rollback pays back: its slot and its way are counted like any other", async () => {
    await tried(1, tuned("1.6"), "promoted");
    await budgetFor(tuned("1.6"));

    const { id } = bench.repository;
    const spent = await bench.read((tx) => tx.budgets.spentSince(id, ["triage"], bench.now));
    expect(spent.filter(({ kind }) => kind === "proposal")).toHaveLength(1);
  });
});
