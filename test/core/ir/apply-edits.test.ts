import * as fc from "fast-check";
import { expect, test } from "vitest";
import { DEFINITION_FILE } from "../../../src/core/ir/file-kinds.ts";
import { diffSystems } from "../../../src/core/ir/diff-systems.ts";
import { jsonOf } from "../../../src/core/ir/json-of.ts";
import { applyEdits } from "../../support/apply-edits.ts";
import { aCharter, aVersion, SYSTEM_ROOT } from "../../support/builders.ts";
import { systemWith } from "../../support/edited.ts";
import { someEdits } from "../../support/system-edits.ts";

const rules = aCharter().systems["greeter"] ?? { tiers: [] };
const definition = `${SYSTEM_ROOT}/${DEFINITION_FILE}`;

test("the difference of two systems, applied to the one, gives the other, both ways", () => {
  fc.assert(
    fc.property(someEdits, someEdits, (some, others) => {
      const [left, right] = [systemWith(some), systemWith(others)].map((system) =>
        aVersion({ system }),
      );
      if (left === undefined || right === undefined) throw new Error("two sides were made");
      const [there, back] = [diffSystems(left, right, rules), diffSystems(right, left, rules)];
      expect(applyEdits(jsonOf(left.system), there, definition)).toEqual(jsonOf(right.system));
      expect(applyEdits(jsonOf(right.system), back, definition)).toEqual(jsonOf(left.system));
    }),
    { numRuns: 300 },
  );
});

test("each edit is of one kind, says both of its values, and stands on a line of a file", () => {
  fc.assert(
    fc.property(someEdits, someEdits, (some, others) => {
      const [before, after] = [
        aVersion({ system: systemWith(some) }),
        aVersion({ system: systemWith(others) }),
      ];
      const { edits } = diffSystems(before, after, rules);
      for (const edit of edits) {
        expect(edit.before === undefined).toBe(edit.kind === "add");
        expect(edit.after === undefined).toBe(edit.kind === "remove");
        expect(edit.path).toBe(definition);
        expect(edit.line).toBeGreaterThan(0);
      }
      expect(new Set(edits.map(({ pointer }) => pointer)).size).toBe(edits.length);
    }),
  );
});

test("a file that moves shows at its module: where it is named, what went and what came", () => {
  const files = {
    "prompts/reply.md": "Hello {{mood}}\n",
    "prompts/refusal.md": "No.\n",
    "tools/sense.js": "a\n",
    "data/moods.json": "{}\n",
  };
  const { "prompts/reply.md": text, ...rest } = files;
  const before = aVersion({ files });
  const after = aVersion({
    system: systemWith({ "/prompts/reply/file": "prompts/answer.md" }),
    files: { ...rest, "prompts/answer.md": text },
  });
  const { edits } = diffSystems(before, after, rules);
  expect(
    edits.map(({ kind, pointer, path }) => [kind, pointer, path.slice(SYSTEM_ROOT.length + 1)]),
  ).toEqual([
    ["add", "/prompts/reply", "prompts/answer.md"],
    ["remove", "/prompts/reply", "prompts/reply.md"],
    ["replace", "/prompts/reply/file", "system.yaml"],
  ]);
});
