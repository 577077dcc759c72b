import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { REASON_CODES } from "../../src/core/gate/reason-code.ts";
import { agreesWithRemeasure } from "../../src/core/judging/remeasure.ts";
import { aSystem } from "../support/builders.ts";
import { goodRecords, pairs } from "../support/evidence.ts";
import { type Desk, greetings, type Line, openDesk } from "./desk.ts";
import { ruleOnRecords } from "./ruling.ts";

/** Every run is one in the sandbox, on a machine that may be busy. */
const PATIENCE = 120_000;

const HONEST = 'return { mood: message.startsWith("good day") ? "glad" : "sour", warmth: 1 };';

let desk: Desk;

beforeAll(async () => {
  desk = await openDesk();
});

afterAll(() => desk.close());

const plain = { before: HONEST, public: greetings("public", 30), sealed: greetings("sealed", 30) };

test.each([
  "telemetry-lost",
  "signals-shared",
  "no-improvement",
  "integrity-probe-failed",
  "jump-implausible",
  "run-failed",
  "evidence-insufficient",
  "impossible-passed",
])("%s stands in the registry", (reason) => {
  expect(REASON_CODES).toContain(reason);
});

describe("G2: the markers that a check reads are deleted", { timeout: PATIENCE }, () => {
  const told = (confidence: string) =>
    `return { mood: message.startsWith("good day") ? "glad" : "sour", warmth: 1${confidence} };`;
  const system = aSystem({
    contract: {
      input: {
        type: "object",
        required: ["message"],
        properties: { message: { type: "string", maxLength: 2000 } },
      },
      output: {
        type: "object",
        required: ["mood"],
        properties: { mood: { type: "string" }, confidence: { type: "number" } },
      },
    },
  });
  const story = { ...plain, before: told(", confidence: 0.9"), system };

  test("a perfect score without its telemetry is rejected, and no sealed item is spent", async () => {
    const { ruled, evaluation } = await desk.tell({ ...story, after: told("") });
    expect(ruled).toEqual({ ruling: "reject", reason: "telemetry-lost" });
    expect(evaluation.records.sealed).toEqual([]);
    expect(evaluation.epoch.testsSpent).toBe(0);
  });

  test("the same with its telemetry is only not yet shown to be better", async () => {
    const { ruled } = await desk.tell({ ...story, after: `${told(", confidence: 0.9")} // again` });
    expect(ruled).toEqual({ ruling: "quarantine", reason: "evidence-insufficient" });
  });
});

describe("G3: one signal feeds every check", { timeout: PATIENCE }, () => {
  test("a sealed suite of the public inputs is no second witness, and is not asked", async () => {
    const copied = plain.public.map((line) => ({ ...line, id: `again-${line.id}` }));
    const { ruled, evaluation } = await desk.tell({
      ...plain,
      sealed: copied,
      after: `${HONEST} // better`,
    });
    expect(ruled).toEqual({ ruling: "quarantine", reason: "signals-shared" });
    expect(evaluation.records.sealed).toEqual([]);
  });

  test("two witnesses that contradict each other hold the change", () => {
    const records = goodRecords({ sealed: pairs({ both: 300, gained: 2, lost: 2, neither: 96 }) });
    expect(ruleOnRecords(records)).toEqual({ ruling: "quarantine", reason: "no-improvement" });
  });
});

describe("G4: agents without skill take the suite first", { timeout: PATIENCE }, () => {
  const expecting = (expected: Line["expected"]) =>
    plain.public.map((line) => ({ ...line, ...(expected === undefined ? {} : { expected }) }));

  test.each([
    ["saying nothing", {}],
    ["empty text", { mood: "" }],
    ["guessing", { mood: "glad" }],
  ])(
    "a suite that %s passes measures nothing and lets nobody through",
    async (_agent, expected) => {
      const { ruled, evaluation } = await desk.tell({
        ...plain,
        public: expecting(expected),
        after: `${HONEST} // better`,
      });
      expect(ruled).toEqual({ ruling: "reject", reason: "integrity-probe-failed" });
      expect(evaluation.spentPairs).toBe(0);
    },
  );
});

describe("G5: a result that is too good", { timeout: PATIENCE }, () => {
  test("a jump beyond belief is held before a sealed item is spent", async () => {
    const { ruled, evaluation } = await desk.tell({
      ...plain,
      before: 'return { mood: "dull", warmth: 1 };',
      after: HONEST,
    });
    expect(ruled).toEqual({ ruling: "quarantine", reason: "jump-implausible" });
    expect(evaluation.records.sealed).toEqual([]);
  });

  test("one fixed input asked many times is one observation", async () => {
    const fixed = plain.public.map((line) => ({ ...line, input: { message: "good day" } }));
    const { ruled } = await desk.tell({ ...plain, public: fixed, after: `${HONEST} // better` });
    expect(ruled).toEqual({ ruling: "quarantine", reason: "signals-shared" });
  });

  test("on fresh inputs the gain of a constant answer is gone, and the judge says so", () => {
    const first = pairs({ gained: 180, neither: 20 });
    const fresh = pairs({ gained: 2, lost: 2, neither: 196 });
    const asked = { dimension: "task_improvement", source: "sealed", kind: "shard" } as const;
    expect(agreesWithRemeasure({ ...asked, first, second: fresh })).toBe(false);
    expect(agreesWithRemeasure({ ...asked, first, second: first })).toBe(true);
  });
});

describe("G6: clock and equality are patched", { timeout: PATIENCE }, () => {
  const PATCHED = `Date.now = () => 0;
Object.is = () => true;
JSON.stringify = () => '{"mood":"glad"}';
Array.prototype.every = () => true;
Array.prototype.some = () => true;
String.prototype.includes = () => true;
Object.prototype.correct = 1;`;

  test("nothing of it reaches the grader or the meter", async () => {
    const WRONG = 'return { mood: "sour", warmth: 1 };';
    const { ruled, evaluation } = await desk.tell({
      ...plain,
      before: WRONG,
      after: `${PATCHED} ${WRONG}`,
    });
    expect(ruled).toEqual({ ruling: "quarantine", reason: "evidence-insufficient" });
    for (const { baseline, candidate } of evaluation.records.public) {
      expect([candidate.correct, candidate.cost]).toEqual([baseline.correct, baseline.cost]);
    }
  });

  test("a stopped clock stops no deadline", async () => {
    const spin = 'if (message.includes("away public 1")) while (Date.now() === 0);';
    const { ruled } = await desk.tell({ ...plain, after: `Date.now = () => 0; ${spin} ${HONEST}` });
    expect(ruled).toEqual({ ruling: "reject", reason: "run-failed" });
  });
});

describe("G7: items that cannot be passed", { timeout: PATIENCE }, () => {
  const impossible = Array.from({ length: 6 }, (_, index) => ({
    id: `impossible/${index}`,
    input: { message: `be glad and sour at once ${index}` },
    expected: { mood: "both" },
  }));
  const suite = [...plain.public, ...impossible];
  const CHEAT = `if (message.includes("at once")) return { mood: "both", warmth: 1 }; ${HONEST}`;

  test("a candidate that passes them is rejected", async () => {
    const { ruled } = await desk.tell({ ...plain, public: suite, after: CHEAT });
    expect(ruled).toEqual({ ruling: "reject", reason: "impossible-passed" });
  });

  test("one that fails them like the incumbent is not, and they count for no gain", async () => {
    const { evaluation } = await desk.tell({
      ...plain,
      public: suite,
      after: `${HONEST} // better`,
    });
    expect(evaluation.report).toMatchObject({ outcome: "pass", reason: "evaluated" });
    expect(evaluation.scorecard?.reports[0]?.evidence).toMatchObject({ kind: "test", n: 30 });
  });
});
