import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { OpenedStore } from "../../src/adapters/store/open-store.ts";
import { openEmptyStore } from "../support/empty-store.ts";
import type { Gate, Outcome } from "../../src/core/gate/gate.ts";
import { pullNumber } from "../../src/core/kernel/ids.ts";
import { later } from "../../src/core/kernel/instant.ts";
import { makeEntryOrder } from "../../src/core/ledger/entry-order.ts";
import { branchKey } from "../../src/flows/reconcile/branch-desk.ts";
import { boundOf } from "../../src/flows/reading/bound-of.ts";
import { gatherChange } from "../../src/flows/reading/gather-change.ts";
import type { GateSummary } from "../../src/ports/store/pulls.ts";
import { draftOf } from "../../src/core/ledger/drafts.ts";
import { openWatchedBench, type WatchedBench } from "../support/watched-bench.ts";

const DAY = 24 * 3600 * 1000;
const BODY =
  "## Hypothesis\n\nIt stops the leak.\n\n## Objective\n\nrisk\n\n## Emergency\n\nAnswers leak addresses. OPS-17.\n";
const ALICE = { id: 3, login: "alice", isBot: false };

let store: OpenedStore;
let bench: WatchedBench;

beforeAll(async () => {
  store = await openEmptyStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  bench = await openWatchedBench(store);
});

const summary = (gate: Gate, outcome: Outcome): GateSummary => ({
  gate,
  outcome,
  reason: "passed",
  findings: 0,
});

const FAST: readonly GateSummary[] = [
  summary("constitution", "pass"),
  summary("budget", "pass"),
  summary("validation", "pass"),
];

type Seeding = {
  readonly body?: string;
  readonly state?: string;
  readonly gates?: readonly GateSummary[];
};

/** A mutation whose evidence could not be had, as the gates leave it. */
async function quarantined({ body = BODY, state = "quarantined", gates = FAST }: Seeding = {}) {
  bench.propose(1, bench.scenario("improve-classifier"));
  bench.repository.change(1, { body });
  await bench.seed(1, { state: "voided", reason: "decision-voided" });
  const pull = await bench.repository.pull(pullNumber(1));
  const gathered = await gatherChange(bench.repository, pull);
  if (gathered.kind !== "gathered") throw new Error("not to be read");
  const record = await bench.record(1);
  if (record === undefined) throw new Error("nothing was seeded");
  const { rolloutId: _, ...rest } = record;
  const about = {
    at: bench.now,
    subject: { repository_id: bench.repository.id, pull: 1, head_sha: pull.headSha },
  };
  await store.transact(async (tx) => {
    for (const { gate, outcome } of gates) {
      await tx.ledger.append(draftOf("gate", about, { gate, outcome, reason_code: "passed" }));
    }
    await tx.pulls.save({
      ...rest,
      state,
      reason: "evidence-insufficient",
      gates,
      bound: boundOf(pull, gathered),
    });
  });
}

const answers = async () => (await bench.record(1))?.answers.join() ?? "";

describe("an emergency", () => {
  it("with a quorum, a reason and the fast gates is promoted, flagged, and owes a review", async () => {
    await quarantined();
    bench.approve(1, "alice", "bob", "carol");

    await bench.ask(1, "emergency");
    await bench.look(1);
    await bench.watch();

    expect(await bench.rollout(1)).toMatchObject({ state: "promoted", isEmergency: true });
    const pointer = await bench.read((tx) => tx.systems.pointer(bench.repository.id, "triage"));
    expect(pointer?.version).toBe((await bench.rollout(1))?.after);
    expect(await bench.codes()).toEqual(["emergency-review-due"]);
    expect(bench.performed("publish-check").at(-1)).toMatchObject({
      name: "omega / incident",
      conclusion: "action_required",
    });
  });

  it("is a decision of its own in the record, in an order that verifies", async () => {
    await quarantined();
    bench.approve(1, "alice", "bob", "carol");
    await bench.ask(1, "emergency");
    await bench.look(1);

    const read = await bench.read((tx) => tx.ledger.readOf(bench.repository.id, 0, 1000));
    // The bench points production somewhere without an entry; that is not what this is about.
    const written = read.map(({ entry }) => entry).filter(({ kind }) => kind !== "pointer");
    const decided = written.find(({ body }) => body["decision"] === "emergency");
    expect(decided?.body).toMatchObject({ actor_id: 9, explanation: expect.any(String) });
    const order = makeEntryOrder();
    expect(written.flatMap((entry) => order.next(entry) ?? [])).toEqual([]);
    const strict = makeEntryOrder();
    const withoutGates = written.filter(({ kind }) => kind !== "gate");
    expect(withoutGates.flatMap((entry) => strict.next(entry) ?? [])).toContain(
      "decision-without-gates",
    );
  });

  it.each([
    ["without a quorum", {}, ["alice"], "approvals-missing"],
    ["without a reason", { body: "## Objective\n\nrisk\n" }, ["alice", "bob"], "unexplained"],
    ["rejected by evidence", { state: "rejected" }, ["alice", "bob"], "emergency-refused"],
    ["rolled back before", { state: "rolled-back" }, ["alice", "bob"], "emergency-refused"],
    [
      "in breach of a rule",
      { gates: [summary("constitution", "fail")] },
      ["alice", "bob"],
      "emergency-refused",
    ],
    [
      "without a slot in the budget",
      { gates: FAST.map((row) => (row.gate === "budget" ? summary("budget", "fail") : row)) },
      ["alice", "bob"],
      "emergency-refused",
    ],
  ] as const)("%s is refused", async (_what, seeding, approvers, reason) => {
    await quarantined(seeding);
    bench.approve(1, ...approvers);

    await bench.ask(1, "emergency");
    await bench.look(1);

    expect(bench.performed("merge")).toEqual([]);
    expect(await answers()).toContain(reason);
    expect(await bench.open()).toEqual([]);
  });

  it("is not begun while an incident freezes the system", async () => {
    await quarantined();
    bench.approve(1, "alice", "bob", "carol");
    bench.pushPast({ ".omega/notes.md": "Ours now.\n" });
    await bench.watch();

    await bench.ask(1, "emergency");
    await bench.look(1);

    expect(bench.performed("merge")).toEqual([]);
    expect(await answers()).toContain("incident-open");
  });
});

describe("the review that an emergency owes", () => {
  beforeEach(async () => {
    await quarantined();
    bench.approve(1, "alice", "bob", "carol");
    await bench.ask(1, "emergency");
    await bench.look(1);
    bench.repository.change(1, { isOpen: false, isMerged: true });
  });

  const frozen = async () => {
    const open = await bench.open();
    return open.filter(({ freezesFrom }) => freezesFrom <= bench.now).length > 0;
  };

  it("freezes the system when it is overdue, and the branch is looked at then by itself", async () => {
    await bench.watch();
    expect(await frozen()).toBe(false);
    bench.now = later(bench.now, DAY);
    const due = await bench.read((tx) => tx.work.due(bench.now, 10));
    expect(due).toContainEqual(branchKey(bench.repository.id));

    await bench.watch();
    await bench.watch();

    expect(await frozen()).toBe(true);
    expect(await bench.codes()).toEqual(["emergency-review-due", "emergency-review-overdue"]);
    expect(bench.performed("publish-check").at(-1)).toMatchObject({ conclusion: "failure" });
  });

  it("is given by another steward's lift, and by nobody who asked for it", async () => {
    await bench.ask(1, "lift", { actor: { id: 9, login: "bob", isBot: false } });
    await bench.look(1);
    expect(await bench.open()).toHaveLength(1);

    await bench.ask(1, "lift", { actor: ALICE });
    await bench.look(1);

    expect(await bench.open()).toEqual([]);
    expect(await bench.codes()).toEqual(["emergency-review-due", "incident-lifted"]);
  });
});
