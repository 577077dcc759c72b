import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { SystemRules } from "../../../src/core/ir/charter.ts";
import { diffSystems } from "../../../src/core/ir/diff-systems.ts";
import { jsonOf } from "../../../src/core/ir/json-of.ts";
import { readSystem } from "../../../src/core/ir/read-system.ts";
import type { SystemVersion } from "../../../src/core/ir/system.ts";
import { isJsonObject, type JsonObject } from "../../../src/core/kernel/json.ts";
import {
  aCharter,
  aSnapshot,
  aSystem,
  aVersion,
  SYSTEM_FILES,
  SYSTEM_ROOT as ROOT,
} from "../../support/builders.ts";
import { emitYaml, type Layout } from "../../support/emit-yaml.ts";

const greeter = aCharter().systems["greeter"];
if (greeter === undefined) throw new Error("no greeter");
const rules: SystemRules = greeter;

function written(system: JsonObject, layout?: Layout): SystemVersion {
  const files = Object.fromEntries(
    Object.entries(SYSTEM_FILES).map(([path, text]) => [`${ROOT}/${path}`, text]),
  );
  const text = emitYaml(system, layout);
  const snapshot = aSnapshot({ ...files, [`${ROOT}/system.yaml`]: text });
  const read = readSystem({ name: "greeter", root: ROOT, snapshot });
  if (!read.ok) throw new Error(JSON.stringify(read.refusal));
  return read.value;
}

function greeterJson(): JsonObject {
  const json = jsonOf(aSystem());
  if (!isJsonObject(json)) throw new Error("no object");
  return json;
}

const layouts = fc.record<Layout>({
  flowBelow: fc.integer({ min: 1, max: 8 }),
  indent: fc.integer({ min: 1, max: 6 }),
  comment: fc.stringMatching(/^[a-z :{}&*!?-]{0,20}$/),
  blankLines: fc.boolean(),
});

test("layout, comments and the order of keys make no edit and no other digest", () => {
  const before = written(greeterJson());
  const shuffled = fc.shuffledSubarray(Object.entries(greeterJson()), {
    minLength: Object.keys(greeterJson()).length,
  });
  fc.assert(
    fc.property(layouts, shuffled, (layout, entries) => {
      const after = written(Object.fromEntries(entries), layout);
      expect(diffSystems(before, after, rules)).toEqual({ edits: [] });
      expect(after.digest).toBe(before.digest);
    }),
    { numRuns: 60 },
  );
});

test("a changed digest and a non-empty difference are the same thing", () => {
  const parts = fc.record(
    {
      parameters: fc.record({
        warmth: fc.record({
          value: fc.constantFrom(0.4, 0.5),
          minimum: fc.constantFrom(0, 0.1),
          maximum: fc.constant(1),
        }),
      }),
      resources: fc.constantFrom(
        { per_run: { wall_clock_ms: 5000, tool_calls: 10 } },
        { per_run: { tool_calls: 10 } },
      ),
      memory: fc.constantFrom(
        {},
        { journal: { kind: "log", scope: "system", retention: "P365D", writers: ["sense"] } },
      ),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(parts, parts, (left, right) => {
      const [before, after] = [
        aVersion({ system: aSystem(left) }),
        aVersion({ system: aSystem(right) }),
      ];
      const { edits } = diffSystems(before, after, rules);
      expect(edits.length === 0).toBe(before.digest === after.digest);
      expect(diffSystems(after, before, rules).edits).toHaveLength(edits.length);
    }),
  );
});

test("a changed file shows at its module, on the first line that differs", () => {
  const files = {
    ...SYSTEM_FILES,
    "tools/sense.js": SYSTEM_FILES["tools/sense.js"]?.replace("100", "50") ?? "",
  };
  const { edits } = diffSystems(aVersion(), aVersion({ files }), rules);
  expect(edits).toMatchObject([
    {
      pointer: "/tools/sense",
      kind: "replace",
      path: `${ROOT}/tools/sense.js`,
      line: 2,
      tier: "T2",
      widening: false,
    },
  ]);
});

test("a data file shows at the tool that lists it, by digest", () => {
  const { edits } = diffSystems(
    aVersion(),
    aVersion({ files: { ...SYSTEM_FILES, "data/moods.json": "{}\n" } }),
    rules,
  );
  expect(edits).toMatchObject([{ pointer: "/tools/sense", path: `${ROOT}/data/moods.json` }]);
  expect(edits[0]?.after).toMatch(/^sha256:/);
});

test("a verbatim leftover shows at the extension it is named for, which no rule covers", () => {
  const files = { ...SYSTEM_FILES, "extensions/crewai.json": "{}\n" };
  expect(diffSystems(aVersion(), aVersion({ files }), rules).edits).toMatchObject([
    { pointer: "/extensions/crewai", kind: "add", tier: "T3" },
  ]);
});

test("a file that is cut short shows on its last line", () => {
  const { edits } = diffSystems(
    aVersion({ files: { ...SYSTEM_FILES, "prompts/reply.md": "a\nb\nc\n" } }),
    aVersion({ files: { ...SYSTEM_FILES, "prompts/reply.md": "a\nb\n" } }),
    rules,
  );
  expect(edits[0]?.line).toBe(2);
});

test("what was removed is placed where the base had it, what was added where the head has it", () => {
  const journal = greeterJson();
  const without = { ...journal, memory: {} };
  const removal = diffSystems(written(journal), written(without), rules).edits;
  const addition = diffSystems(written(without), written(journal), rules).edits;
  expect(removal).toMatchObject([{ pointer: "/memory/journal", kind: "remove" }]);
  expect(addition).toMatchObject([{ pointer: "/memory/journal", kind: "add", widening: true }]);
  expect(addition[0]?.line).toBe(removal[0]?.line);
});

test("widening raises the tier to the rule's, and what no rule covers is T3", () => {
  const raised = aSystem({
    tools: { sense: { file: "tools/sense.js", data: ["data/moods.json"], effect: "write" } },
  });
  const { edits } = diffSystems(aVersion(), aVersion({ system: raised }), rules);
  expect(edits).toMatchObject([{ pointer: "/tools/sense/effect", widening: true, tier: "T3" }]);
  const looser = aSystem({ parameters: { warmth: { value: 0.5, minimum: 0, maximum: 2 } } });
  expect(diffSystems(aVersion(), aVersion({ system: looser }), rules).edits).toMatchObject([
    { pointer: "/parameters/warmth/maximum", widening: true, tier: "T3" },
    { pointer: "/parameters/warmth/value", widening: false, tier: "T0" },
  ]);
});
