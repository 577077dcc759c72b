import { expect, test } from "vitest";
import type { JsonEdit } from "../../../src/core/ir/diff-json.ts";
import { isWidening } from "../../../src/core/ir/widening.ts";
import type { Json } from "../../../src/core/kernel/json.ts";

type Row = readonly [pointer: string, before: Json | undefined, after: Json | undefined];

function editOf([pointer, before, after]: Row): JsonEdit {
  const kind = before === undefined ? "add" : after === undefined ? "remove" : "replace";
  return {
    pointer,
    kind,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  };
}

const LOUVRES = { kind: "actuator", target: "roof", access: "read", grant: ["vent"] };

test.each<Row>([
  ["/capabilities/louvres", undefined, LOUVRES],
  ["/capabilities/louvres/access", "read", "write"],
  ["/capabilities/louvres/target", "roof", "boiler"],
  ["/capabilities/louvres/kind", "actuator", "http"],
  ["/capabilities/louvres/grant", ["vent"], ["vent", "heat"]],
  ["/capabilities/louvres/grant", ["vent"], ["heat"]],
  ["/tools/vent/effect", "none", "read"],
  ["/tools/vent/effect", "write", "irreversible"],
  ["/tools/vent/needs", [], ["louvres"]],
  ["/tools/vent", undefined, { effect: "write", needs: [] }],
  ["/tools/vent", undefined, { effect: "none", needs: ["louvres"] }],
  ["/tools/vent/limits/memory_mb", 16, 32],
  ["/tools/vent/artifact", undefined, "frost"],
  ["/artifacts/frost", undefined, { uri: "x", sha256: "y" }],
  ["/artifacts/frost/uri", "x", "y"],
  ["/secrets/key", undefined, { env: "KEY" }],
  ["/secrets/key/env", "KEY", "ROOT_KEY"],
  ["/parameters/warm/maximum", 1, 2],
  ["/parameters/warm/maximum", 1, undefined],
  ["/parameters/warm/minimum", 1, 0],
  ["/parameters/warm/minimum", 1, undefined],
  ["/models/writer", undefined, { provider: "openai" }],
  ["/models/writer/provider", "openai", "anthropic"],
  ["/models/writer/auth", undefined, { secret: "key" }],
  ["/models/writer/auth/secret", "a", "b"],
  ["/memory/book", undefined, { kind: "log" }],
  ["/memory/book/writers", [], ["vent"]],
  ["/memory/book/scope", "bed", "all"],
  ["/graph/loops/max", 0, 3],
  ["/resources/per_run/tool_calls", 4, 5],
  ["/resources/per_day/usd", 1, undefined],
  ["/policies/no-links", { applies_to: ["output"] }, undefined],
  ["/policies/no-links/applies_to", ["input", "output"], ["output"]],
  ["/policies/no-links/regex_absent", "a", "b"],
  ["/contract/input/properties/note", undefined, { type: "string" }],
  ["/contract/input/properties/note/maxLength", 20, 40],
  ["/contract/input/properties/note/maxLength", 20, undefined],
  ["/contract/input/properties/heat/minimum", 0, -1],
  ["/contract/output/required", ["a", "b"], ["a"]],
  ["/contract/output/required", ["a"], undefined],
  ["/contract/output/additionalProperties", false, true],
  ["/contract/output/additionalProperties", false, undefined],
  ["/contract/output/properties/act/enum", ["a"], ["a", "b"]],
  ["/contract/output/properties/act/enum", ["a"], undefined],
  ["/contract/output/properties/act/type", "string", "object"],
  ["/contract/output/properties/act/pattern", "a", "b"],
])("%s from %j to %j widens", (...row) => {
  expect(isWidening(editOf(row))).toBe(true);
});

test.each<Row>([
  ["/capabilities/louvres", LOUVRES, undefined],
  ["/capabilities/louvres/access", "write", "read"],
  ["/capabilities/louvres/grant", ["vent", "heat"], ["vent"]],
  ["/tools/vent/effect", "write", "none"],
  ["/tools/vent/needs", ["louvres"], []],
  ["/tools/vent", undefined, { effect: "none", needs: [] }],
  ["/tools/vent/limits/memory_mb", 32, 16],
  ["/secrets/key", { env: "KEY" }, undefined],
  ["/parameters/warm/value", 1, 2],
  ["/parameters/warm/maximum", 2, 1],
  ["/parameters/warm/minimum", undefined, 0],
  ["/graph/loops/max", 3, 0],
  ["/graph/edges/a/when", "out.a > 1", "out.a > 2"],
  ["/resources/per_run/tool_calls", 5, 4],
  ["/resources/per_run/tokens", undefined, 4],
  ["/policies/no-links", undefined, { applies_to: ["output"] }],
  ["/prompts/reply", "a", "b"],
  ["/contract/input/properties/note/maxLength", 40, 20],
  ["/contract/input/properties/note/maxLength", undefined, 20],
  ["/contract/input/properties/heat/maximum", 2, 1],
  ["/contract/input/properties/heat/minimum", 0, 1],
  ["/contract/input/additionalProperties", true, false],
  ["/contract/output/required", ["a"], ["a", "b"]],
  ["/contract/output/properties/note", { type: "string" }, undefined],
  ["/contract/output/properties/act/enum", ["a", "b"], ["a"]],
])("%s from %j to %j does not widen", (...row) => {
  expect(isWidening(editOf(row))).toBe(false);
});
