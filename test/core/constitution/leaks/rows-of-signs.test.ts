import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hasMany, hasRow, signsOf } from "../../../../src/core/constitution/leaks/rows-of-signs.ts";

const DIGITS = signsOf(/\d/);

const text = fc.string({ unit: fc.constantFrom("1", "2", "a", " ", "é"), maxLength: 40 });
const length = fc.integer({ min: 1, max: 8 });

describe("rows of signs", () => {
  it("are found wherever they stand, and only where they are long enough", () => {
    fc.assert(
      fc.property(text, length, (one, least) => {
        const row = new RegExp(`[12é]{${least}}`);
        expect(hasRow(one, DIGITS, least)).toBe(row.test(one));
      }),
    );
  });

  it("are many when as many signs stand anywhere", () => {
    fc.assert(
      fc.property(text, length, (one, least) => {
        const count = one.match(/[12é]/g)?.length ?? 0;
        expect(hasMany(one, DIGITS, least)).toBe(count >= least);
      }),
    );
  });
});
