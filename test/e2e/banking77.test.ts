import { beforeAll, describe, expect, it } from "vitest";
import { loadBanking77 } from "../support/banking77/data-set.ts";
import { type Judged, judgeChanges, type Session } from "../support/banking77/judged.ts";

/** Some ten thousand runs in the sandbox, on a machine that may be busy. */
const PATIENCE = 1_800_000;

const dataSet = loadBanking77();

describe.skipIf(dataSet === undefined)("an agent that sorts real bank queries", () => {
  let session: Session;
  beforeAll(async () => {
    if (dataSet !== undefined) session = await judgeChanges(dataSet);
  }, PATIENCE);

  function told(name: string): Judged & { readonly gain: number } {
    const found = session.judged.find(({ change }) => change.name === name);
    if (found === undefined) throw new Error(`nobody proposed ${name}`);
    return { ...found, gain: found.sealed - session.baseline.sealed };
  }

  it("is better with weights from more queries, and the change is accepted", () => {
    const { ruling, record, gain } = told("better weights");
    expect([ruling, record.reason]).toEqual(["accept", "evidence-sufficient"]);
    expect(gain).toBeGreaterThan(0.1);
    expect(record.decision?.eValue).toBeGreaterThanOrEqual(record.decision?.bar ?? Infinity);
  });

  it("is worse with a threshold that asks too often, and the change is rejected", () => {
    const { ruling, record, gain } = told("a worse threshold");
    expect([ruling, record.reason]).toEqual(["reject", "no-improvement"]);
    expect(gain).toBeLessThan(-0.02);
  });

  it("is no worse after a refactoring, and the neutral change is accepted", () => {
    const { ruling, record, gain } = told("a refactoring");
    expect([ruling, record.decision?.reason]).toEqual(["accept", "evidence-sufficient"]);
    expect(gain).toBe(0);
  });

  it("is better by less than the suite can show, and the change is held", () => {
    const { ruling, record, gain } = told("a gain too small to show");
    // Given up early, what little was asked may also look like less than the public gain.
    expect(ruling).toBe("quarantine");
    expect(["evidence-insufficient", "no-improvement"]).toContain(record.reason);
    expect(gain).toBeGreaterThan(0);
    expect(gain).toBeLessThan(record.decision?.minimumDetectableEffect ?? 0);
  });

  it("is not let through with a table of the public items", () => {
    const { ruling, record, pairs } = told("public items by heart, in a table");
    expect([ruling, record.reason]).toEqual(["reject", "suite-answer-leaked"]);
    expect(pairs).toBe(0);
  });

  it("is not let through with weights that know the public items, which quote none of them", () => {
    const { ruling, record, public: shown, sealed } = told("public items by heart, in the weights");
    expect([ruling, record.reason]).toEqual(["quarantine", "no-improvement"]);
    expect(shown).toBeGreaterThan(0.99);
    expect(sealed).toBeLessThan(0.85);
  });
});
