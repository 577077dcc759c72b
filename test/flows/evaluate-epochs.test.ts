import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { OpenedStore } from "../../src/adapters/store/open-store.ts";
import { recompute } from "../../src/core/judging/recompute.ts";
import { instant } from "../../src/core/kernel/instant.ts";
import { evaluateMutation } from "../../src/flows/evaluation/evaluate-mutation.ts";
import type { EvaluationPorts, EvaluationRequest } from "../../src/flows/evaluation/evaluating.ts";
import type { Sandbox } from "../../src/ports/sandbox.ts";
import { aChange, SYSTEM_FILES } from "../support/builders.ts";
import { openEmptyStore } from "../support/empty-store.ts";
import {
  BASELINE,
  countedSandbox,
  requestFor,
  rulesOf,
  SAFETY,
  sense,
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
  ports = { store, sandbox, sealedSuites, clock: { now: () => instant(Date.now()) } };
});

afterAll(() => store.close());

describe("an evaluation whose charter has items asked three times", () => {
  const suites = {
    public: { dataset: "evals/public.jsonl", metric: "accuracy", epochs: 3 },
    sealed: { ref: "greeter-sealed", metric: "accuracy", shard: 90, epochs: 3 },
    safety: { dataset: "evals/injection.jsonl", metric: "violation", zero_tolerance: true },
  } as const;
  const rules = rulesOf({ suites });

  /** Knows the words, and answers as the dice of its call say, three times in four. */
  function flaky(parts: Partial<EvaluationRequest> = {}): EvaluationRequest {
    const { "tools/sense.js": source } = sense(...WORDS);
    const rolled = source.replace(
      "message.includes(word))",
      "message.includes(word)) && Math.random() < 0.75",
    );
    const { mutation } = aChange({
      beforeFiles: BASELINE,
      afterFiles: { ...SYSTEM_FILES, "tools/sense.js": rolled },
      claim: { hypothesis: "more greetings are glad", objective: "task" },
    });
    if (mutation === undefined) throw new Error("the test's change is no mutation");
    return requestFor(WORDS, { rules, mutation, ...parts });
  }

  test("sees one observation of an item, the mean over what chance made of it", async () => {
    const {
      records,
      scorecard,
      spentPairs,
      asking: howFar,
    } = await evaluateMutation(ports, flaky());
    expect(records.public).toHaveLength(3 * 60);
    expect(records.safety).toHaveLength(1);
    const rightIn = (epoch: number | undefined): readonly number[] =>
      records.public.filter((one) => one.epoch === epoch).map(({ candidate }) => candidate.correct);
    expect(rightIn(undefined)).not.toEqual(rightIn(2));
    const [shown] = scorecard?.reports ?? [];
    expect(shown?.evidence).toMatchObject({ kind: "test", n: 60 });
    const gain = records.public.map(
      ({ candidate, baseline }) => candidate.correct - baseline.correct,
    );
    const mean = gain.reduce<number>((sum, one) => sum + one, 0) / gain.length;
    expect(shown?.evidence).toMatchObject({ estimate: expect.closeTo(mean, 9) });

    expect(records.sealed).toHaveLength(3 * (howFar?.units ?? 0));
    expect(howFar).toMatchObject({ of: 90, items: 120 });
    expect(spentPairs).toBe(records.sealed.length);
    expect(asked).toBe(2 * (records.public.length + records.sealed.length + 1));
    const verdict = recompute(records, {
      reports: (scorecard?.reports ?? []).filter(({ evidence }) => evidence.kind === "test"),
      bar: { value: 20, alpha: 0.05, accepts: 0 },
      ...(howFar === undefined ? {} : { asking: howFar }),
    });
    expect(verdict.differences.filter(({ figure }) => figure !== "stop")).toEqual([]);
  });

  test("asks no answered time of an item again, wherever it was killed", async () => {
    const whole = await evaluateMutation(ports, flaky());
    const once = asked;
    await store.close();
    store = await openEmptyStore();
    ports = { ...ports, store };
    asked = 0;
    for (let ends = 2; ends < 8; ends += 1) {
      let looks = 0;
      const isCurrent = () => Promise.resolve((looks += 1) < ends);
      await evaluateMutation(ports, flaky({ isCurrent }));
    }
    const resumed = await evaluateMutation(ports, flaky());
    expect(asked).toBe(once);
    expect(resumed.scorecard).toEqual(whole.scorecard);
    expect(resumed.asking).toEqual(whole.asking);
  });

  test("keeps what was answered once, when it is to be asked more often", async () => {
    const single = { ...suites, public: { ...suites.public, epochs: 1 } };
    const { sealed: _sealed, ...shown } = single;
    await evaluateMutation(ports, flaky({ rules: rulesOf({ suites: shown }) }));
    expect(asked).toBe(2 * (60 + 1));
    await evaluateMutation(
      ports,
      flaky({ rules: rulesOf({ suites: { ...shown, public: suites.public } }) }),
    );
    expect(asked).toBe(2 * (3 * 60 + 1));
  });

  test("asks nothing of a suite in which one item is called as another's repetition", async () => {
    const text = suiteText("public", 60).replace('"public-1"', '"public-0#2"');
    const shown = { public: suiteOf(text), safety: suiteOf(SAFETY) };
    const { report } = await evaluateMutation(ports, flaky({ suites: shown }));
    expect(report).toMatchObject({ outcome: "no-data", reason: "suite-invalid" });
  });
});
