import { array, assert, constantFrom, nat, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { cautionOf, type LiveOutcome } from "../../../src/core/decision/caution.ts";
import { barOf, FLOORS, type Profile } from "../../../src/core/decision/thresholds.ts";

const outcomesOf = (kinds: readonly LiveOutcome["kind"][]): readonly LiveOutcome[] =>
  kinds.map((kind, seq) => ({ seq, kind }));
const some = (failed: number, held: number) =>
  outcomesOf([
    ...Array.from({ length: held }, () => "held" as const),
    ...Array.from({ length: failed }, () => "failed" as const),
  ]);
const anyOutcomes = array(constantFrom("held" as const, "failed" as const), { maxLength: 60 });
const anyProfile = constantFrom<Profile>("strict", "standard", "small");

describe("how strict a system's own record says to be", () => {
  it.each<[failed: number, held: number, factor: number]>([
    [0, 0, 1],
    [0, 20, 1],
    [1, 0, 1],
    [1, 9, 1],
    [2, 0, 2],
    [3, 0, 3],
    [4, 16, 1],
    [8, 12, 2],
    [10, 10, 3],
    [15, 5, 5],
    [20, 0, 5],
  ])("makes of %i that failed and %i that held a factor of %i", (failed, held, factor) => {
    expect(cautionOf(some(failed, held), 99)).toMatchObject({ factor, failed, held, before: 99 });
  });

  it("never takes a bar below its profile's, nor below the constitution's, nor beyond five times it", () => {
    assert(
      property(anyOutcomes, anyProfile, nat(30), (kinds, profile, accepts) => {
        const caution = cautionOf(outcomesOf(kinds), 0);
        const bar = barOf(profile, { accepts, caution });
        const own = barOf(profile, { accepts });
        return bar >= own && bar >= FLOORS.bar && bar <= 5 * own;
      }),
    );
  });

  it("grows with each outcome that failed in place of one that held", () => {
    for (let count = 1; count <= 20; count += 1) {
      const factors = Array.from(
        { length: count + 1 },
        (_, failed) => cautionOf(some(failed, count - failed), 0).factor,
      );
      expect(factors).toEqual([...factors].sort((left, right) => left - right));
    }
  });

  it("forgets what is twenty outcomes ago", () => {
    assert(
      property(anyOutcomes, (kinds) => {
        const recent = outcomesOf([...kinds, ...Array.from({ length: 20 }, () => "held" as const)]);
        return cautionOf(recent, 0).factor === 1;
      }),
    );
  });

  it("is the same for the same outcomes, and names the entries that it comes from", () => {
    const two = some(2, 0);
    expect(cautionOf(two, 7)).toEqual(cautionOf([...two], 7));
    const elsewhere = two.map((one) => ({ ...one, seq: one.seq + 1 }));
    expect(cautionOf(elsewhere, 7).entries).not.toBe(cautionOf(two, 7).entries);
  });
});
