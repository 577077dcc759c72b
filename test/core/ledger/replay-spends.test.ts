import { describe, expect, it } from "vitest";
import { digestOf } from "../../../src/core/kernel/digest.ts";
import { instant } from "../../../src/core/kernel/instant.ts";
import type { Draft, EntryKind, ExactJson } from "../../../src/core/ledger/entry.ts";
import { readRecord } from "../../../src/core/ledger/read-entries.ts";
import { recordAt } from "../../../src/core/ledger/record-at.ts";
import { replaySpends } from "../../../src/core/ledger/replay-spends.ts";
import { aDraft, exportLines, GATES_PASSED } from "../../support/exports.ts";

const [BEFORE, AFTER, CHARTER] = [digestOf("before"), digestOf("after"), digestOf("charter")];
const HEAD = "a".repeat(40);

const look = aDraft("classification", {
  class: "mutation",
  charter: CHARTER,
  system_before: BEFORE,
  system_after: AFTER,
  proposer: "agent",
  objective: "task",
  claimed_class: "",
});
const evidence = aDraft("evidence", { sealed_pairs: 300, epoch: 1, tests_spent: 4 });
const accept = aDraft("decision", { decision: "accept", reason_code: "evidence-sufficient" });
const promoted = aDraft("pointer", { version: AFTER, parent: "", drift_millionths: 250_000 });

function entriesOf(...drafts: readonly Draft[]) {
  const read = readRecord(exportLines(drafts).join("\n"));
  if (!read.ok) throw new Error(read.refusal.problem);
  return read.value.entries;
}

const kindsOf = (...drafts: readonly Draft[]): readonly (readonly [string, number])[] =>
  replaySpends(entriesOf(...drafts)).spends.map(({ kind, amount }) => [kind, amount]);

describe("the counters that a record replays", () => {
  it("are those of the store: one proposal, its sealed pairs, its acceptance, its drift", () => {
    expect(kindsOf(look, ...GATES_PASSED, evidence, accept, promoted)).toEqual([
      ["proposal", 1],
      ["sealed-pairs", 300],
      ["accepted", 1],
      ["drift", 250_000],
    ]);
  });

  it("count what went on people's word against the budget, and for no epoch", () => {
    const quarantine = aDraft("decision", { decision: "quarantine" });
    const vouched = aDraft("decision", {
      decision: "vouched",
      approvals: 2,
      approvals_needed: 2,
    });
    const drafts = [look, ...GATES_PASSED, evidence, quarantine, vouched];

    expect(kindsOf(...drafts)).toContainEqual(["accepted", 1]);
    expect(replaySpends(entriesOf(...drafts)).tests).toMatchObject([{ accepted: false }]);
  });

  it("count a second look at the same version once, and another version again", () => {
    const again = [look, ...GATES_PASSED, evidence, look, ...GATES_PASSED, evidence];
    const other = { ...look, body: { ...look.body, system_after: digestOf("other") } };

    expect(kindsOf(...again)).toEqual([
      ["proposal", 1],
      ["sealed-pairs", 300],
    ]);
    expect(kindsOf(...again, other, ...GATES_PASSED)).toHaveLength(3);
  });

  it("count what a grown suite offers beyond what it offered before", () => {
    const grown = aDraft("evidence", { sealed_pairs: 420, epoch: 1, tests_spent: 4 });

    expect(kindsOf(look, ...GATES_PASSED, evidence, look, ...GATES_PASSED, grown)).toContainEqual([
      "sealed-pairs",
      420,
    ]);
  });

  it.each<[string, EntryKind, Readonly<Record<string, ExactJson>>]>([
    ["a budget that refused", "gate", { gate: "budget", outcome: "fail" }],
    ["another gate", "gate", { gate: "constitution", outcome: "pass" }],
    ["a rejection", "decision", { decision: "reject" }],
    ["evidence without a sealed pair", "evidence", { sealed_pairs: 0, epoch: 1, tests_spent: 0 }],
  ])("take nothing from %s", (_what, kind, body) => {
    expect(
      kindsOf(look, aDraft("gate", { gate: "x", outcome: "fail" }), aDraft(kind, body)),
    ).toEqual([]);
  });

  it("take nothing from what came in from outside", () => {
    const outside = GATES_PASSED.map((draft): Draft => ({ ...draft, source: "external" }));

    expect(kindsOf({ ...look, source: "external" }, ...outside)).toEqual([]);
  });

  it("remember a pair's place in its epoch, and that it was accepted", () => {
    const { tests } = replaySpends(entriesOf(look, ...GATES_PASSED, evidence, accept));

    expect(tests).toEqual([
      {
        system: "greeter",
        before: BEFORE,
        after: AFTER,
        epoch: 1,
        place: 4,
        accepted: true,
        offered: 300,
      },
    ]);
  });
});

describe("the record as it counts for a change", () => {
  const change = { headSha: HEAD, before: BEFORE, after: AFTER, charter: CHARTER };
  const at = (milliseconds: number, draft: Draft): Draft => ({
    ...draft,
    at: instant(milliseconds),
  });
  const earlier = at(1, aDraft("command", { command: "hold" }));
  const entries = entriesOf(
    earlier,
    at(5, look),
    ...GATES_PASSED,
    evidence,
    accept,
    at(9, promoted),
  );

  it("ends where the app last looked at it, whatever it became", () => {
    const seen = recordAt(entries, change);

    expect(seen).toMatchObject({ now: 5, decision: "accept", look: { objective: "task" } });
    expect(seen.entries).toHaveLength(1);
  });

  it.each([
    ["head", { headSha: "b".repeat(40) }],
    ["baseline", { before: digestOf("x") }],
    ["candidate", { after: digestOf("x") }],
    ["charter", { charter: digestOf("x") }],
  ])("is all of it for another %s", (_what, other) => {
    const unseen = recordAt(entries, { ...change, ...other });

    expect(unseen).toEqual({ entries, now: 9, askings: [] });
  });

  it("hands on how far decisions on this very pair had asked, the latest too", () => {
    const asking = (items: number) =>
      aDraft("evidence", { sealed_items: items, asking_commitment: digestOf(`asked ${items}`) });
    const other = { ...look, body: { ...look.body, system_before: digestOf("moved") } };
    const told = entriesOf(look, asking(300), other, asking(400), look, asking(500));

    const { askings } = recordAt(told, change);

    expect(askings).toEqual(
      [300, 500].map((items) => ({
        commitment: digestOf(`asked ${items}`),
        headSha: HEAD,
        items,
      })),
    );
  });

  it("hands on what a model doubted when this change was last judged, and nothing that was cleared", () => {
    const word = (mode: string, agrees: string, reason: string) =>
      aDraft("verdict", { mode, agrees, outcome: "no-data", reason_code: reason });
    const doubt = word("adversarial", "no", "judge-suspects-hack");
    const cleared = word("adversarial", "yes", "judge-finds-no-hack");

    expect(recordAt(entriesOf(look, doubt), change).doubt).toEqual({
      outcome: "no-data",
      reason: "judge-suspects-hack",
    });
    expect(recordAt(entriesOf(look, doubt, cleared), change).doubt).toBeUndefined();
    expect(recordAt(entriesOf(doubt, look), change).doubt).toBeUndefined();
    const replayed = word("recompute", "no", "judge-disagrees");
    expect(recordAt(entriesOf(look, replayed), change).doubt).toBeUndefined();
  });

  it("hands on why the sealed suite was not opened, until it was", () => {
    const held = aDraft("decision", {
      decision: "quarantine",
      reason_code: "sealed-repository-public",
    });

    const passed = GATES_PASSED;

    expect(recordAt(entriesOf(look, ...passed, held), change)).toMatchObject({
      decision: "quarantine",
      unopened: "sealed-repository-public",
    });
    const later = entriesOf(look, ...passed, held, ...passed, accept);
    expect(recordAt(later, change).unopened).toBeUndefined();
    expect(recordAt(entriesOf(...passed, held, look), change).unopened).toBeUndefined();
    expect(recordAt(entries, change).unopened).toBeUndefined();
  });

  it("tell what each shard of a sealed suite has said, and which one was closed", () => {
    const shard = digestOf("shard");
    const told = { shards_told: [shard], shard_retired: shard };
    const again = { shards_told: [shard, "astray", digestOf("spare")] };
    const drafts = [told, again].map((body) => aDraft("evidence", body));
    const { words, retired } = replaySpends(entriesOf(look, ...drafts));

    expect(words).toHaveLength(3);
    expect(words.filter((word) => word.shard === shard)).toHaveLength(2);
    expect(words[0]).toMatchObject({ shard, before: BEFORE, after: AFTER });
    expect(retired).toEqual([shard]);
  });
});
