import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { OpenedStore } from "../../src/adapters/store/open-store.ts";
import { planSeal, renderSeal } from "../../src/core/custody/plan-seal.ts";
import { queryShards } from "../../src/core/custody/seal.ts";
import type { Decision } from "../../src/core/decision/decision.ts";
import { CHARTER_PATH } from "../../src/core/ir/charter.ts";
import { parseSuite } from "../../src/core/ir/parse-suite.ts";
import { type Digest, digestOf } from "../../src/core/kernel/digest.ts";
import { instant } from "../../src/core/kernel/instant.ts";
import { wakeQuarantined } from "../../src/flows/evaluation/wake-quarantined.ts";
import type { SealedPlace } from "../../src/ports/sealed-suites.ts";
import { type Bench, openBench } from "../support/bench.ts";
import { openEmptyStore } from "../support/empty-store.ts";
import { INSTALLATION } from "../support/bench-repository.ts";
import { NO_SEALED_REPOSITORIES } from "../support/no-sealed-repositories.ts";

const ITEMS = itemsIn(
  Array.from(
    { length: 12 },
    (_, at) => `{"id":"${at}","input":{"message":"number ${at}"},"expected":{"mood":"glad"}}\n`,
  ).join(""),
);
const CUTTING = { ref: "triage-2026q4", salt: "5".repeat(32), audit: 0, shard: 6 };

function itemsIn(text: string) {
  const read = parseSuite("sealed", Buffer.from(text));
  if (!read.ok) throw new Error("the test's suite is no suite");
  return read.value.items;
}

let store: OpenedStore;
let bench: Bench;
let suite: Uint8Array | undefined;
let custody: Uint8Array | undefined;
let kept: Digest | undefined;
let glanced: SealedPlace | undefined;
let rung: number[];

afterEach(() => store.close());

beforeEach(async () => {
  store = await openEmptyStore();
  suite = undefined;
  custody = undefined;
  kept = undefined;
  rung = [];
  bench = await openBench(store, {
    sealedSuites: {
      load: () => Promise.resolve(suite),
      loadSeal: () => Promise.resolve(custody),
    },
    sealedRepositories: {
      ...NO_SEALED_REPOSITORIES,
      glance: async (place) => {
        glanced = place;
        return kept;
      },
    },
    wake: { ring: async ({ pull }) => void rung.push(pull) },
  });
  const { id } = bench.repository;
  await store.transact((tx) => tx.systems.rememberInstallation(id, INSTALLATION));
});

/** A change that is quarantined because nobody has the sealed suite. */
async function quarantined(number: number) {
  bench.propose(number, bench.scenario("improve-classifier"));
  await bench.look(number);
  const record = await bench.record(number);
  expect(record).toMatchObject({ state: "quarantined", reason: "sealed-suite-missing" });
  if (record === undefined) throw new Error("nothing was recorded");
  return record;
}

const written = () => bench.read((tx) => tx.ledger.head());

describe("a quarantined change", () => {
  it("is neither woken nor written about while there is no new evidence", async () => {
    const record = await quarantined(1);
    const before = await written();

    await wakeQuarantined(bench.ports);
    await bench.look(1);

    expect(rung).toEqual([]);
    expect(await written()).toEqual(before);
    expect(await bench.record(1)).toEqual(record);
  });

  it("is decided again, without a push, once its suite is there", async () => {
    await quarantined(2);
    suite = Buffer.from("no suite");

    await wakeQuarantined(bench.ports);
    expect(rung).toEqual([2]);
    const due = await bench.read((tx) => tx.work.due(instant(bench.now + 1), 50));
    expect(due).toContainEqual(bench.keyOf(2));
    await bench.look(2);

    expect(await bench.record(2)).toMatchObject({ state: "quarantined", reason: "suite-invalid" });
    rung = [];
    suite = undefined;
    await wakeQuarantined(bench.ports);
    expect(rung).toEqual([]);
  });

  it("is woken when the accept of another lowers its bar to what it has shown", async () => {
    const record = await quarantined(3);
    suite = Buffer.from("the suite");
    const { decision } = record;
    if (decision === undefined) throw new Error("nothing was decided");
    const shown = {
      reason: "evidence-insufficient" as const,
      binding: { ...decision.binding, suites: { sealed: digestOf(suite) } },
      bar: 200,
      asking: { units: 9, of: 9, items: 9, because: "asked-whole" as const },
    };
    const keep = (one: Decision) =>
      store.transact((tx) => tx.pulls.save({ ...record, decision: one }));
    const other = {
      repositoryId: bench.repository.id,
      system: "triage",
      before: decision.binding.systemBefore,
      after: digestOf("another"),
    };
    await keep({ ...decision, ...shown, eValue: 120 });
    await wakeQuarantined(bench.ports);
    expect(rung).toEqual([]);

    await store.transact(async (tx) => {
      await tx.evidence.spendTest(other);
      await tx.evidence.countAccept(other);
    });
    await keep({ ...decision, ...shown, eValue: 90 });
    await wakeQuarantined(bench.ports);
    expect(rung).toEqual([]);
    await keep({ ...decision, ...shown, eValue: 120 });
    await wakeQuarantined(bench.ports);
    expect(rung).toEqual([3]);
  });

  it("is not woken by its own shard, and is once the shard is no longer there", async () => {
    const record = await quarantined(5);
    const own = planSeal({ items: ITEMS, shown: [], cutting: CUTTING, dropsLeaks: false });
    if (!own.ok || record.decision === undefined) throw new Error("nothing to ask");
    suite = Buffer.from(own.value.text);
    custody = Buffer.from(renderSeal(own.value));
    const [shard] = queryShards(own.value.seal);
    const shown = {
      reason: "evidence-insufficient" as const,
      binding: { ...record.decision.binding, suites: { sealed: shard?.digest ?? digestOf("") } },
    };
    const decision = { ...record.decision, ...shown };
    await store.transact((tx) => tx.pulls.save({ ...record, decision }));

    await wakeQuarantined(bench.ports);
    expect(rung).toEqual([]);

    custody = undefined;
    await wakeQuarantined(bench.ports);
    expect(rung).toEqual([5]);
  });

  it("is woken by what lies in the private repository that its charter names, and by no directory", async () => {
    const governed = (bench.starter[CHARTER_PATH] ?? "").replace(
      "{ref: triage-2026q4",
      "{repository: acme/kept-apart, ref: triage-2026q4",
    );
    bench.repository.push("main", { ...bench.starter, [CHARTER_PATH]: governed });
    bench.propose(6, { ...bench.scenario("improve-classifier"), [CHARTER_PATH]: governed });
    await bench.look(6);
    const reason = "sealed-repository-unreadable";
    expect(await bench.record(6)).toMatchObject({ state: "quarantined", reason });

    suite = Buffer.from("no suite");
    await wakeQuarantined(bench.ports);
    expect(rung).toEqual([]);

    kept = digestOf(suite);
    await wakeQuarantined(bench.ports);
    expect(rung).toEqual([6]);
    expect(glanced).toEqual({
      installation: INSTALLATION,
      governed: bench.repository.id,
      repository: "acme/kept-apart",
      ref: "triage-2026q4",
    });
  });

  it("is left alone once it is closed", async () => {
    const record = await quarantined(4);
    suite = Buffer.from("the suite");
    await store.transact((tx) => tx.pulls.save({ ...record, state: "withdrawn" }));

    await wakeQuarantined(bench.ports);

    expect(rung).toEqual([]);
  });
});
