import { describe, expect, test } from "vitest";
import { checkConstitution } from "../../src/core/constitution/check-constitution.ts";
import type { PairedRecord, RawRecords } from "../../src/core/evaluation/records.ts";
import { REASON_CODES, type ReasonCode } from "../../src/core/gate/reason-code.ts";
import { aChange, SYSTEM_FILES } from "../support/builders.ts";
import { pairs, goodRecords } from "../support/evidence.ts";
import { ruleOnRecords } from "./ruling.ts";

const STEPS = 20;
const STEP = 0.005;
const ITEMS = 3_000;

/** The prompt after so many steps: two more words of it are other ones each time. */
const promptAfter = (steps: number) => ({
  ...SYSTEM_FILES,
  "prompts/reply.md": `You seem {{mood}}. ${Array.from({ length: 8 }, (_, at) => `word${Math.floor((2 * steps + at) / 8)}-${at}`).join(" ")}\n`,
});

describe("G10: twenty steps too small to see", () => {
  test("each loses too little for its own comparison to reject it", () => {
    const half = goodRecords({
      public: pairs({ both: 160, lost: 1, neither: 39 }),
      sealed: pairs({ both: 160, lost: 1, neither: 39 }),
    });
    expect(ruleOnRecords(half, { objective: "neutral" }).ruling).not.toBe("reject");
  });

  /** A step of half a point: what each is beside its parent, and all of them beside the anchor. */
  function recordsOf(steps: number): RawRecords {
    const beside = (lost: number): readonly PairedRecord[] =>
      pairs({ both: (ITEMS * 4) / 5 - lost, lost, neither: ITEMS / 5 });
    const step = beside(ITEMS * STEP);
    const all = beside(ITEMS * STEP * steps);
    const own = { ...goodRecords(), public: step, sealed: step };
    return steps === 1 ? own : { ...own, anchor: { public: all, sealed: all } };
  }

  function lostBeforeRefusal(recordsOfStep: (steps: number) => RawRecords) {
    for (let steps = 1; steps <= STEPS; steps += 1) {
      const ruled = ruleOnRecords(recordsOfStep(steps), { objective: "neutral" });
      if (ruled.ruling !== "accept") return { lost: (steps - 1) * STEP, ruled };
    }
    return { lost: STEPS * STEP, ruled: undefined };
  }

  test("beside their parents alone all of them are accepted, and ten points are gone", () => {
    const beside = lostBeforeRefusal((steps) => {
      const { anchor: _, ...records } = recordsOf(steps);
      return records;
    });

    expect(beside).toEqual({ lost: 0.1, ruled: undefined });
  });

  test("beside the anchor they are stopped before three points are gone", () => {
    const { lost, ruled } = lostBeforeRefusal(recordsOf);

    expect(lost).toBeGreaterThan(0);
    expect(lost).toBeLessThanOrEqual(0.03);
    expect(ruled).toEqual({ ruling: "quarantine", reason: "evidence-insufficient" });
  });

  test("and what lost more than that already is rejected by its own name", () => {
    expect(ruleOnRecords(recordsOf(STEPS), { objective: "neutral" })).toEqual({
      ruling: "reject",
      reason: "anchor-regressed",
    });
  });

  test("together they are refused against the anchor that people last approved", () => {
    let drift = 0;
    const refused: (readonly ReasonCode[])[] = [];
    for (let step = 0; step < STEPS && refused.length === 0; step += 1) {
      const change = aChange({
        beforeFiles: promptAfter(step),
        afterFiles: promptAfter(step + 1),
      });
      const { findings } = checkConstitution(change, { drift });
      if (findings.length > 0) refused.push(findings.map(({ code }) => code));
      drift += change.mutation === undefined ? 0 : change.mutation.drift;
    }
    expect(REASON_CODES).toContain("drift-exceeded");
    expect(refused).toEqual([["drift-exceeded"]]);
  });
});
