import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BUCKETS, bucketOf, variantOf } from "../../../src/core/rollout/split.ts";

const unit = fc.string({ minLength: 1, maxLength: 40 });
const share = fc.integer({ min: 0, max: 100 });

describe("the traffic split", () => {
  it("puts a unit into the bucket that the documented hash says", () => {
    // The first four bytes of SHA-256 of the text `salt:conv-42`, computed by coreutils.
    expect(bucketOf("salt", "conv-42")).toBe(Number.parseInt("73636cda", 16) % BUCKETS);
  });

  it("only ever adds units to the candidate when the share is raised", () => {
    fc.assert(
      fc.property(unit, share, share, (unit, one, other) => {
        const [low, high] = one < other ? [one, other] : [other, one];
        if (variantOf("salt", unit, low) === "candidate") {
          expect(variantOf("salt", unit, high)).toBe("candidate");
        }
      }),
    );
  });

  it("gives nobody the candidate at zero and everybody at a hundred", () => {
    fc.assert(
      fc.property(unit, (unit) => {
        expect(variantOf("salt", unit, 0)).toBe("stable");
        expect(variantOf("salt", unit, 100)).toBe("candidate");
      }),
    );
  });

  it("comes out true to the share, and independent between two roll-outs", () => {
    const units = Array.from({ length: 20_000 }, (_, index) => `conversation-${index}`);
    const inOne = units.filter((unit) => variantOf("one", unit, 25) === "candidate");
    const inBoth = inOne.filter((unit) => variantOf("two", unit, 25) === "candidate");

    expect(inOne.length / units.length).toBeCloseTo(0.25, 2);
    expect(inBoth.length / inOne.length).toBeCloseTo(0.25, 1);
  });
});
