import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { OpenedStore } from "../../src/adapters/store/open-store.ts";
import { openEmptyStore } from "../support/empty-store.ts";
import { instant } from "../../src/core/kernel/instant.ts";
import { evaluateMutation } from "../../src/flows/evaluation/evaluate-mutation.ts";
import type { EvaluationPorts } from "../../src/flows/evaluation/evaluating.ts";
import type { Sandbox } from "../../src/ports/sandbox.ts";
import {
  countedSandbox,
  requestFor,
  rulesOf,
  SAFETY,
  suiteOf,
  suiteText,
  WORDS,
} from "../support/greeter-evaluation.ts";

let sandbox: Sandbox;
let store: OpenedStore;
let ports: EvaluationPorts;
let asked: number;

beforeAll(async () => {
  sandbox = await countedSandbox(() => (asked += 1));
});

beforeEach(async () => {
  await store?.close();
  store = await openEmptyStore();
  asked = 0;
  const sealedSuites = { load: () => Promise.resolve(Buffer.from(suiteText("sealed", 120))) };
  ports = {
    store,
    sandbox,
    sealedSuites,
    clock: { now: () => instant(Date.now()) },
  };
});

afterAll(() => store.close());

describe("an evaluation", () => {
  test("asks the public and the safety suite whole, and the sealed one until it is shown", async () => {
    const evaluation = await evaluateMutation(ports, requestFor(WORDS));
    expect(evaluation.report).toMatchObject({ outcome: "pass", reason: "evaluated", findings: [] });
    expect(evaluation.records.public).toHaveLength(60);
    expect(evaluation.records.sealed).toHaveLength(50);
    const stop = { units: 50, of: 90, items: 120, because: "shown" };
    expect(evaluation.asking).toMatchObject(stop);
    expect(evaluation.asking?.offered.slice(0, 50)).toEqual(
      evaluation.records.sealed.map(({ item }) => item),
    );
    expect(evaluation.records.safety).toHaveLength(1);
    expect(evaluation.spentPairs).toBe(50);
    expect(evaluation.epoch).toMatchObject({ testsSpent: 1, placeOfPair: 1 });
    expect(Object.keys(evaluation.suiteDigests)).toEqual(["public", "safety", "sealed"]);
    const [shown, sealed] = evaluation.scorecard?.reports ?? [];
    expect(shown?.evidence).toMatchObject({ kind: "test", estimate: expect.closeTo(1 / 3, 6) });
    expect(sealed).toMatchObject({ source: "sealed", role: "objective" });
    expect(asked).toBe(2 * (60 + 50 + 1));
  });

  test("asks nothing twice, and finds the same figures in what it kept", async () => {
    const first = await evaluateMutation(ports, requestFor(WORDS));
    asked = 0;
    const second = await evaluateMutation(ports, requestFor(WORDS));
    expect(asked).toBe(0);
    expect(second.spentPairs).toBe(0);
    expect(second.epoch).toMatchObject({ testsSpent: 1, placeOfPair: 1 });
    expect(second.scorecard).toEqual(first.scorecard);
    expect(second.records).toEqual(first.records);
  });

  test("asks a baseline nothing that it answered beside another candidate", async () => {
    const first = await evaluateMutation(ports, requestFor(WORDS));
    asked = 0;
    const other = await evaluateMutation(ports, requestFor(["hello", "morning"]));
    const beyond = other.records.sealed.length - first.records.sealed.length;
    expect(asked).toBe(60 + 1 + other.records.sealed.length + Math.max(0, beyond));
    expect(other.records.public.map(({ baseline }) => baseline)).toEqual(
      first.records.public.map(({ baseline }) => baseline),
    );
  });

  test("compares the candidate with the version that people last approved", async () => {
    const anchor = requestFor(["hello"]).mutation.before;
    const evaluation = await evaluateMutation(ports, requestFor(WORDS, { anchor }));
    const { records, scorecard } = evaluation;
    expect(records.anchor?.public).toEqual(records.public);
    expect(records.anchor?.sealed).toEqual(records.sealed);
    expect(scorecard?.reports.filter(({ against }) => against === "anchor")).toMatchObject([
      { source: "public", role: "tripwire", sealed: false },
      { source: "sealed", role: "guard", sealed: true },
    ]);
    // It was the baseline here, so that it had answered everything.
    expect(asked).toBe(2 * (60 + records.sealed.length + 1));
  });

  test("asks an anchor that nothing is known of, at the cost of nobody's purse", async () => {
    const { after: anchor } = requestFor(["morning"]).mutation;
    const evaluation = await evaluateMutation(ports, requestFor(WORDS, { anchor }));
    const { sealed, anchor: compared } = evaluation.records;
    expect(sealed.length).toBeGreaterThan(0);
    expect(compared?.sealed.map(({ item }) => item)).toEqual(sealed.map(({ item }) => item));
    expect(evaluation.spentPairs).toBe(sealed.length);
  });

  test("says nothing for a candidate whose anchor nobody can read", async () => {
    const evaluation = await evaluateMutation(ports, requestFor(WORDS, { anchor: "missing" }));
    expect(evaluation.report).toMatchObject({ outcome: "no-data", reason: "anchor-missing" });
    expect(asked).toBe(0);
  });

  test("stops when it was overtaken, and goes on where it was", async () => {
    let looks = 0;
    const isCurrent = () => Promise.resolve((looks += 1) < 3);
    const stopped = await evaluateMutation(ports, requestFor(WORDS, { isCurrent }));
    expect(stopped.report).toMatchObject({ outcome: "no-data", reason: "evaluation-interrupted" });
    expect(stopped.scorecard).toBeUndefined();
    // A batch ends after 25 items or after three seconds, on a machine that is slower.
    expect(asked).toBeLessThanOrEqual(2 * 50);
    expect(asked).toBeGreaterThan(0);
    const resumed = await evaluateMutation(ports, requestFor(WORDS));
    expect(resumed.report.outcome).toBe("pass");
    expect(asked).toBe(2 * (60 + 50 + 1));
  });

  test("goes on with the items that a suite has gained, and asks no answered one again", async () => {
    const sealed = (count: number) => ({
      ...ports,
      sealedSuites: { load: () => Promise.resolve(Buffer.from(suiteText("sealed", count))) },
    });
    const first = await evaluateMutation(sealed(40), requestFor(WORDS));
    expect(first.asking).toMatchObject({ units: 40, of: 40, because: "asked-whole" });
    asked = 0;
    const rested = [{ units: 40, items: 40 }];
    const grown = await evaluateMutation(sealed(120), requestFor(WORDS, { rested }));

    expect(grown.asking).toMatchObject({ units: 50, of: 90, because: "shown" });
    const [before, after] = [first, grown].map(({ records }) => records.sealed);
    expect(after).toEqual(expect.arrayContaining([...(before ?? [])]));
    expect(asked).toBe(2 * 10);
    expect(grown.spentPairs).toBe(10);
    expect(grown.epoch).toMatchObject({ testsSpent: 1, placeOfPair: 1 });

    // A clone has kept nothing: it asks what was asked then, and comes to the same.
    await store.close();
    store = await openEmptyStore();
    const clone = { ...sealed(120), store };
    const again = [...rested, { units: 50, items: 120 }];
    const replayed = await evaluateMutation(clone, requestFor(WORDS, { rested: again }));
    expect(replayed.records.sealed.map(({ item }) => item)).toEqual(
      grown.records.sealed.map(({ item }) => item),
    );
    expect(replayed.asking).toMatchObject({ units: 50, of: 90, because: "shown" });
  });

  test("is shown by what it kept when the accepts of others lower its bar", async () => {
    const few = {
      ...ports,
      sealedSuites: { load: () => Promise.resolve(Buffer.from(suiteText("sealed", 40))) },
    };
    const request = requestFor(WORDS, { rules: rulesOf() });
    const first = await evaluateMutation(few, request);
    const evidence = first.scorecard?.reports.find(({ role }) => role === "objective")?.evidence;
    const eValue = evidence?.kind === "test" ? evidence.eValue : 0;
    expect(eValue).toBeGreaterThan(20);
    expect(eValue).toBeLessThan(200);
    const { before } = request.mutation;
    await store.transact(async (tx) => {
      for (let index = 0; 200 / (index + 1) > eValue; index += 1) {
        const after = `sha256:${String(index).padStart(64, "0")}` as const;
        const other = { repositoryId: 1, system: "greeter", before: before.digest, after };
        await tx.evidence.spendTest(other);
        await tx.evidence.countAccept(other);
      }
    });
    asked = 0;
    const again = await evaluateMutation(few, { ...request, rested: [{ units: 40, items: 40 }] });
    expect(asked).toBe(0);
    expect(200 / (again.epoch.accepts + 1)).toBeLessThanOrEqual(eValue);
    expect(again.records).toEqual(first.records);
    expect(again.spentPairs).toBe(0);
  });

  test("goes on after a kill in the midst of the sealed suite, and comes to the same", async () => {
    const unkilled = await evaluateMutation(ports, requestFor(WORDS));
    const whole = asked;
    await store.close();
    store = await openEmptyStore();
    let [calls, kept] = [0, 0];
    const counting: EvaluationPorts["store"] = {
      transact: (work) =>
        store.transact((tx) => {
          const saveCases = (records: Parameters<typeof tx.evidence.saveCases>[0]) => {
            kept += records.length;
            return tx.evidence.saveCases(records);
          };
          return work({ ...tx, evidence: { ...tx.evidence, saveCases } });
        }),
    };
    // The process dies there: what was asked last never comes back, and nothing is said any more.
    const dead = 2 * (60 + 1 + 40);
    const death = new Promise<never>(() => undefined);
    const died = new Promise<void>((resolve) => {
      const dying: Sandbox = {
        isolation: sandbox.isolation,
        open: async (tools, broker) => {
          const session = await sandbox.open(tools, broker);
          const call: typeof session.call = (one) => {
            calls += 1;
            if (calls > dead) resolve();
            return calls > dead ? death : session.call(one);
          };
          return { ...session, call };
        },
      };
      void evaluateMutation({ ...ports, store: counting, sandbox: dying }, requestFor(WORDS));
    });
    await died;
    expect(kept).toBeGreaterThan(2 * 61);
    expect(kept).toBeLessThan(whole);

    asked = 0;
    const resumed = await evaluateMutation({ ...ports, store }, requestFor(WORDS));

    expect(asked).toBe(whole - kept);
    expect(resumed.asking).toEqual(unkilled.asking);
    expect(resumed.scorecard).toEqual(unkilled.scorecard);
    expect(resumed.spentPairs).toBe(unkilled.spentPairs);
    expect(resumed.epoch).toEqual(unkilled.epoch);
  });

  test("leaves the sealed suite alone when the candidate already failed", async () => {
    const forbid = JSON.stringify({
      id: "s-1",
      input: { message: "howdy" },
      forbid: { mood: ["glad"] },
    });
    const suites = { public: suiteOf(suiteText("public", 60)), safety: suiteOf(`${forbid}\n`) };
    const evaluation = await evaluateMutation(ports, requestFor(WORDS, { suites }));
    expect(evaluation.report).toMatchObject({
      outcome: "fail",
      reason: "zero-tolerance-violation",
    });
    expect(evaluation.records.sealed).toEqual([]);
    expect(evaluation.epoch.testsSpent).toBe(0);
  });

  test("asks no pair beyond the last test of the epoch", async () => {
    const pair = { repositoryId: 1, system: "greeter" };
    const { before, after } = requestFor(WORDS).mutation;
    await store.transact(async (tx) => {
      for (let index = 0; index < 20; index += 1) {
        const other = `sha256:${String(index).padStart(64, "0")}` as const;
        await tx.evidence.spendTest({ ...pair, before: before.digest, after: other });
      }
    });
    const evaluation = await evaluateMutation(ports, requestFor(WORDS));
    expect(evaluation.report).toMatchObject({ outcome: "no-data", reason: "epoch-spent" });
    const state = await store.transact((tx) =>
      tx.evidence.epoch({ ...pair, before: before.digest, after: after.digest }),
    );
    expect(state.testsSpent).toBe(20);
    expect(asked).toBe(0);
  });

  test.each([
    ["suite-missing", {}],
    ["suite-missing", { public: suiteOf(suiteText("public", 10)) }],
  ] as const)("without a suite that the charter names ends in %s", async (reason, suites) => {
    const evaluation = await evaluateMutation(ports, requestFor(WORDS, { suites }));
    expect(evaluation.report).toMatchObject({ outcome: "no-data", reason });
  });

  test.each([
    ["sealed-suite-missing", undefined],
    ["suite-invalid", Buffer.from("no suite")],
  ] as const)("ends in %s and tells nothing of the sealed suite", async (reason, bytes) => {
    const sealedSuites = { load: () => Promise.resolve(bytes) };
    const evaluation = await evaluateMutation({ ...ports, sealedSuites }, requestFor(WORDS));
    expect(evaluation.report).toMatchObject({ outcome: "no-data", reason, findings: [] });
  });

  test("refuses a suite that an agent without skill passes, before anyone runs", async () => {
    const lines = Array.from({ length: 20 }, (_, index) =>
      JSON.stringify({ id: `${index}`, input: { message: "x" }, expected: { mood: "glad" } }),
    );
    const suites = { public: suiteOf(`${lines.join("\n")}\n`), safety: suiteOf(SAFETY) };
    const evaluation = await evaluateMutation(ports, requestFor(WORDS, { suites }));
    expect(evaluation.report).toMatchObject({ outcome: "fail", reason: "integrity-probe-failed" });
    expect(asked).toBe(0);
  });

  test("blames nobody when the sandbox dies, and keeps nothing of it", async () => {
    const dying: Sandbox = {
      isolation: "wasm+process",
      open: () =>
        Promise.resolve({
          call: () => Promise.resolve({ kind: "failed", why: "crashed", detail: "gone" }),
          close: () => Promise.resolve(),
        }),
    };
    const evaluation = await evaluateMutation({ ...ports, sandbox: dying }, requestFor(WORDS));
    expect(evaluation.report).toMatchObject({ outcome: "error", reason: "dependency-failed" });
    expect((await evaluateMutation(ports, requestFor(WORDS))).report.outcome).toBe("pass");
  });

  test("asks nothing of a version that demands more walls than there are", async () => {
    const request = requestFor(WORDS);
    const isolation = { T0: "wasm+process+bubblewrap" as const };
    const rules = { ...request.rules, isolation };
    const { report } = await evaluateMutation(ports, { ...request, rules });
    expect(report).toMatchObject({ outcome: "no-data", reason: "isolation-insufficient" });
    expect(asked).toBe(0);
  });
});
