import * as fc from "fast-check";
import { expect, test } from "vitest";
import { settleClass } from "../../../src/core/ir/classify.ts";
import { diffSystems } from "../../../src/core/ir/diff-systems.ts";
import { jsonOf } from "../../../src/core/ir/json-of.ts";
import { readSystem } from "../../../src/core/ir/read-system.ts";
import type { SystemVersion } from "../../../src/core/ir/system.ts";
import { isJsonObject, type Json, type JsonObject } from "../../../src/core/kernel/json.ts";
import {
  aCharter,
  aSnapshot,
  aSystem,
  SYSTEM_FILES,
  SYSTEM_ROOT as ROOT,
} from "../../support/builders.ts";
import { emitYaml, type Layout } from "../../support/emit-yaml.ts";

const RULES = aCharter().systems["greeter"];

function read(text: string): SystemVersion {
  const files = Object.entries(SYSTEM_FILES).map(([path, body]) => [`${ROOT}/${path}`, body]);
  const snapshot = aSnapshot({ ...Object.fromEntries(files), [`${ROOT}/system.yaml`]: text });
  const version = readSystem({ name: "greeter", root: ROOT, snapshot });
  if (!version.ok) throw new Error(JSON.stringify(version.refusal));
  return version.value;
}

function objectOf(value: Json): JsonObject {
  if (!isJsonObject(value)) throw new Error("no object");
  return value;
}

/** The same members in another order, at every depth: a mapping has none. */
function reordered(value: Json, turn: number): Json {
  if (Array.isArray(value)) return value.map((item) => reordered(item, turn));
  if (!isJsonObject(value)) return value;
  const members = Object.entries(value).map(([key, member]) => [key, reordered(member, turn)]);
  const at = members.length === 0 ? 0 : turn % members.length;
  return Object.fromEntries([...members.slice(at), ...members.slice(0, at)]);
}

const layouts: fc.Arbitrary<Layout> = fc.record({
  flowBelow: fc.nat(6).map((depth) => depth + 1),
  indent: fc.integer({ min: 1, max: 6 }),
  comment: fc.constantFrom("", "note", "tier: T0", "für 😀"),
  blankLines: fc.boolean(),
});

test("layout, comments and the order of keys are no mutation, so they cost no budget", () => {
  if (RULES === undefined) throw new Error("no greeter");
  const system = objectOf(jsonOf(aSystem()));
  const before = read(emitYaml(system));
  fc.assert(
    fc.property(layouts, fc.nat(20), (layout, turn) => {
      const after = read(emitYaml(objectOf(reordered(system, turn)), layout));
      const changes = diffSystems(before, after, RULES);
      expect(changes).toEqual({ edits: [] });
      expect(after.digest).toBe(before.digest);
      expect(settleClass({ kind: "mutation", system: "greeter" }, changes)).toEqual({
        kind: "not-a-mutation",
      });
    }),
    { numRuns: 60 },
  );
});

test("what a definition says survives being written in any layout", () => {
  const system = objectOf(jsonOf(aSystem()));
  fc.assert(
    fc.property(layouts, (layout) => {
      expect(jsonOf(read(emitYaml(system, layout)).system)).toEqual(system);
    }),
    { numRuns: 30 },
  );
});
