import { describe, expect, test } from "vitest";
import { checkConstitution } from "../../src/core/constitution/check-constitution.ts";
import { REASON_CODES, type ReasonCode } from "../../src/core/gate/reason-code.ts";
import { aChange, SYSTEM_FILES } from "../support/builders.ts";
import { pairs, goodRecords } from "../support/evidence.ts";
import { ruleOnRecords } from "./ruling.ts";

const STEPS = 20;

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
