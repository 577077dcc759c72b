import { describe, expect, it } from "vitest";
import { cautionOf } from "../../../src/core/decision/caution.ts";
import { renderCaution } from "../../../src/core/prose/caution.ts";

describe("what a decision's check says of caution", () => {
  it("is how much stricter it was and why, and nothing where it was not", () => {
    const three = [1, 2, 3].map((seq) => ({ seq, kind: "failed" as const }));

    expect(renderCaution(cautionOf(three, 9))).toMatch(/Judged 3 times.*last 3 .*, 3 did not last/);
    expect(renderCaution(cautionOf(three.slice(2), 9))).toBe("");
    expect(renderCaution(undefined)).toBe("");
  });
});
