import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkConstitution } from "../../../src/core/constitution/check-constitution.ts";
import type { ProposedChange } from "../../../src/core/ir/proposed-change.ts";
import { validate } from "../../../src/core/validation/validate.ts";
import { edited } from "../../support/edited.ts";
import { someEdits } from "../../support/system-edits.ts";

/** The same trees and charter, gathered a second time: other objects, another order, another clock. */
function again(change: ProposedChange): ProposedChange {
  const copy = structuredClone(change);
  const turned = <Value>(map: ReadonlyMap<string, Value>) => new Map([...map].toReversed());
  const { base, head, treeChanges } = copy;
  return {
    ...copy,
    base: { ...base, tree: turned(base.tree) },
    head: { ...head, tree: turned(head.tree) },
    treeChanges,
  };
}

describe("the verdict", () => {
  it("depends on nothing but both trees, the charter and what the ledger says", () => {
    fc.assert(
      fc.property(someEdits, fc.constantFrom(0, 0.5, 3), (edits, drift) => {
        const change = edited(edits);
        const other = again(change);
        checkConstitution(edited({ "/policies/no-cards": undefined }), { drift: 9 });
        expect(checkConstitution(other, { drift })).toEqual(checkConstitution(change, { drift }));
        expect(validate(other)).toEqual(validate(change));
      }),
      { numRuns: 60 },
    );
  });

  it("is no milder where the ledger has seen more drift", () => {
    fc.assert(
      fc.property(someEdits, (edits) => {
        const change = edited(edits);
        const codesAt = (drift: number) =>
          checkConstitution(change, { drift }).findings.map(
            ({ code, place }) => `${code} ${place?.pointer ?? ""}`,
          );
        expect(codesAt(5)).toEqual(expect.arrayContaining(codesAt(0)));
      }),
      { numRuns: 60 },
    );
  });
});
