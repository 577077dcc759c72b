import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { OpenedStore } from "../../src/adapters/store/open-store.ts";
import { openEmptyStore } from "../support/empty-store.ts";
import type { ReasonCode } from "../../src/core/gate/reason-code.ts";
import { pullNumber } from "../../src/core/kernel/ids.ts";
import { draftOf } from "../../src/core/ledger/drafts.ts";
import { makeEntryOrder } from "../../src/core/ledger/entry-order.ts";
import { boundOf } from "../../src/flows/reading/bound-of.ts";
import { gatherChange } from "../../src/flows/reading/gather-change.ts";
import { openWatchedBench, type WatchedBench } from "../support/watched-bench.ts";

let store: OpenedStore;
let bench: WatchedBench;

beforeAll(async () => {
  store = await openEmptyStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  bench = await openWatchedBench(store);
});

const FAST = ["constitution", "budget", "validation"] as const;

type Seeding = { readonly state?: string; readonly reason?: ReasonCode };

/** A mutation that the gates left without enough evidence. */
async function quarantined(seeding: Seeding = {}): Promise<void> {
  const { state = "quarantined", reason = "evidence-insufficient" } = seeding;
  bench.propose(1, bench.scenario("improve-classifier"));
  await bench.seed(1, { state: "voided", reason: "decision-voided" });
  const pull = await bench.repository.pull(pullNumber(1));
  const gathered = await gatherChange(bench.repository, pull);
  const record = await bench.record(1);
  if (gathered.kind !== "gathered" || record === undefined) throw new Error("not to be read");
  const { rolloutId: _, ...rest } = record;
  const about = {
    at: bench.now,
    subject: { repository_id: bench.repository.id, pull: 1, head_sha: pull.headSha },
  };
  await store.transact(async (tx) => {
    for (const gate of FAST) {
      await tx.ledger.append(draftOf("gate", about, { gate, outcome: "pass" }));
    }
    const decision = { quarantined: "quarantine", rejected: "reject" }[state] ?? "";
    await tx.ledger.append(draftOf("decision", about, { decision, reason_code: reason }));
    await tx.pulls.save({
      ...rest,
      state,
      reason,
      gates: FAST.map((gate) => ({ gate, outcome: "pass", reason: "passed", findings: 0 })),
      bound: boundOf(pull, gathered),
    });
  });
}

const shadow = async (): Promise<void> => {
  await bench.ask(1, "shadow");
  await bench.look(1);
};
const answers = async () => (await bench.record(1))?.answers.join() ?? "";
const entries = async () => {
  const read = await bench.read((tx) => tx.ledger.readOf(bench.repository.id, 0, 1000));
  return read.map(({ entry }) => entry);
};

describe("a quarantined mutation that a quorum of stewards approved", () => {
  beforeEach(async () => {
    await quarantined();
    bench.approve(1, "alice", "bob");
    await shadow();
  });

  it("enters shadow at an operator's command, marked wherever it shows", async () => {
    expect(await bench.rollout(1)).toMatchObject({
      state: "shadow",
      vouching: { for: "quarantine" },
    });
    const [deployment] = bench.performed("deploy");
    expect(deployment?.payload).toMatchObject({ decided: "on-peoples-word" });
    expect(bench.performed("report-deployment").at(-1)?.description).toContain("On people's word");
    expect(bench.performed("write-comment").at(-1)?.body).toContain("**On people's word");
  });

  it("is a decision of its own in the record, in an order that verifies", async () => {
    // The bench points production somewhere without an entry; that is not what this is about.
    const written = (await entries()).filter(({ kind }) => kind !== "pointer");

    expect(written.find(({ body }) => body["decision"] === "vouched")?.body).toMatchObject({
      approvals: 2,
      approvals_needed: 2,
      quarantined_for: "evidence-insufficient",
    });
    expect(written.find(({ body }) => body["stage"] === "shadow")?.body).toMatchObject({
      decided: "on-peoples-word",
    });
    const order = makeEntryOrder();
    expect(written.flatMap((entry) => order.next(entry) ?? [])).toEqual([]);
  });

  it("counts against the budget and not as an acceptance of the epoch", async () => {
    const rollout = await bench.rollout(1);
    if (rollout === undefined) throw new Error("nothing began");
    const { repositoryId, system, before, after } = rollout;
    const other = { repositoryId, system, before: after, after: before };
    const epoch = await bench.read((tx) => tx.evidence.epoch(other));
    const spent = await bench.read((tx) =>
      tx.budgets.spentSince(repositoryId, [system], bench.now),
    );

    expect(epoch.accepts).toBe(0);
    expect(spent.map(({ kind }) => kind)).toContain("accepted");
  });

  it("goes no further once a steward took their approval back", async () => {
    const rollout = await bench.rollout(1);
    if (rollout === undefined) throw new Error("nothing began");
    await bench.read((tx) => tx.rollouts.save({ ...rollout, shadowPassed: true }));
    bench.approve(1, "alice");

    await bench.ask(1, "canary");
    await bench.look(1);

    expect(await bench.rollout(1)).toMatchObject({ state: "shadow" });
    expect(await answers()).toContain("approvals-lapsed");
  });

  it("has no second trial after live units were taken back from it", async () => {
    const rollout = await bench.rollout(1);
    const record = await bench.record(1);
    if (rollout === undefined || record === undefined) throw new Error("nothing began");
    await bench.read(async (tx) => {
      await tx.rollouts.save({ ...rollout, state: "rolled-back", reason: "canary-breach" });
      await tx.pulls.save({ ...record, state: "quarantined", reason: "evidence-insufficient" });
    });

    await shadow();

    expect(await bench.rollout(1)).toMatchObject({ state: "rolled-back" });
    expect(await answers()).toContain("vouching-refused");
  });
});

describe("people's word", () => {
  it.each<[string, Seeding, readonly string[], ReasonCode]>([
    ["too few stewards", {}, ["alice"], "quarantine-unapproved"],
    ["an operator in place of a steward", {}, ["alice", "dana"], "quarantine-unapproved"],
    ["a rejection", { state: "rejected" }, ["alice", "bob"], "command-out-of-order"],
    [
      "figures that do not add up",
      { reason: "judge-disagrees" },
      ["alice", "bob"],
      "vouching-refused",
    ],
  ])("does nothing for %s", async (_what, seeding, approvers, reason) => {
    await quarantined(seeding);
    bench.approve(1, ...approvers);

    await shadow();

    expect(bench.performed("deploy")).toEqual([]);
    expect(await answers()).toContain(reason);
  });

  it("is offered with its quorum on the check that waits", async () => {
    await quarantined();

    await shadow();

    const release = bench.performed("publish-check").at(-1);
    expect(release?.summary).toContain("quorum.quarantine_to_canary");
    expect(release?.actions.map(({ identifier }) => identifier)).toEqual(["shadow"]);
  });

  it("begins nothing while an incident freezes the system", async () => {
    await quarantined();
    bench.approve(1, "alice", "bob");
    bench.pushPast({ ".omega/notes.md": "Ours now.\n" });
    await bench.watch();

    await shadow();

    expect(bench.performed("deploy")).toEqual([]);
    expect(await answers()).toContain("incident-open");
  });
});
