import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Edit } from "../../../src/core/ir/change-set.ts";
import { diffSystems } from "../../../src/core/ir/diff-systems.ts";
import { driftOf } from "../../../src/core/ir/drift.ts";
import { TIERS } from "../../../src/core/ir/tier.ts";
import { aCharter, anEdit, aSystem, aVersion } from "../../support/builders.ts";

test.each<readonly [string, Partial<Edit>, number]>([
  ["a number by its relative change", { tier: "T0", before: 4, after: 3 }, 0.25 * 0.25],
  ["a number that changes sign as a whole one", { tier: "T0", before: -1, after: 1 }, 0.25],
  [
    "text by the share of words",
    { tier: "T1", before: "one two", after: "one six" },
    0.5 * (6 / 14),
  ],
  ["a list by its changed items", { tier: "T2", before: ["a", "b"], after: ["a"] }, 1 / 3],
  ["a reordered list as something", { tier: "T2", before: ["a", "b"], after: ["b", "a"] }, 0.25],
  ["what arrives as a whole", { tier: "T1", kind: "add", after: "x" }, 0.5],
  ["what leaves as a whole", { tier: "T2", kind: "remove", before: 1 }, 1],
  ["very long text as rewritten", { tier: "T1", before: "a".repeat(20_000), after: "b" }, 0.5],
  ["a truth value as a whole", { tier: "T3", before: true, after: false }, 2],
])("%s", (_what, parts, expected) => {
  expect(driftOf({ edits: [anEdit(parts)] })).toBeCloseTo(expected, 10);
});

const value = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.string(),
  fc.boolean(),
  fc.array(fc.string()),
);
const edit = fc
  .record({ tier: fc.constantFrom(...TIERS), before: value, after: value })
  .map((parts) => anEdit(parts));

test("drift is finite, never negative, and never shrinks when edits are added", () => {
  expect(driftOf({ edits: [] })).toBe(0);
  fc.assert(
    fc.property(fc.array(edit), fc.array(edit), (some, more) => {
      const less = driftOf({ edits: some });
      const all = driftOf({ edits: [...some, ...more] });
      expect(Number.isFinite(all)).toBe(true);
      expect(less).toBeGreaterThanOrEqual(0);
      expect(all).toBeGreaterThanOrEqual(less);
    }),
  );
});

test("a way in several steps is never shorter than the same way at once, and back is as far again", () => {
  const number = fc.double({ min: -1000, max: 1000, noNaN: true });
  const stepOf = (before: number, after: number) => driftOf({ edits: [anEdit({ before, after })] });
  fc.assert(
    fc.property(number, number, number, (from, over, to) => {
      const inSteps = stepOf(from, over) + stepOf(over, to);
      expect(inSteps).toBeGreaterThanOrEqual(stepOf(from, to) - 1e-9);
      expect(stepOf(to, from)).toBe(stepOf(from, to));
    }),
  );
});

test("a module under another name is one that left and one that came", () => {
  const rules = aCharter().systems["greeter"];
  const { reply, ...rest } = aSystem().prompts;
  if (rules === undefined || reply === undefined) throw new Error("no greeter");
  const renamed = aVersion({ system: { ...aSystem(), prompts: { ...rest, answer: reply } } });
  const { edits } = diffSystems(aVersion(), renamed, rules);
  expect(edits.map(({ kind, pointer }) => `${kind} ${pointer}`)).toEqual([
    "add /prompts/answer",
    "remove /prompts/reply",
  ]);
  expect(driftOf({ edits })).toBe(1);
});
