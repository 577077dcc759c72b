import { expect, test } from "vitest";
import { diffJson } from "../../../../src/core/ir/diff-json.ts";
import type { System } from "../../../../src/core/ir/system.ts";
import { wideningEdits } from "../../../../src/core/ir/widening/widening-edits.ts";
import { isJsonObject, type Json, type JsonObject } from "../../../../src/core/kernel/json.ts";
import { segmentsOf } from "../../../../src/core/kernel/pointer.ts";

type Row = readonly [pointer: string, before: Json | undefined, after: Json | undefined];

const CLOSED = { type: "object", additionalProperties: false, properties: { act: {} } };

const BARE: JsonObject = {
  contract: { input: CLOSED, output: CLOSED },
  capabilities: { vents: { kind: "actuator", target: "roof/*", access: "read", grant: ["vent"] } },
  memory: { book: { kind: "vector", scope: "bed", retention: "P1D", writers: [] } },
};

function placed(root: Json | undefined, names: readonly string[], value: Json | undefined): Json {
  const [name, ...below] = names;
  if (name === undefined) return value ?? {};
  const { [name]: former, ...rest } = isJsonObject(root) ? root : {};
  if (below.length === 0 && value === undefined) return rest;
  return { ...rest, [name]: placed(former, below, value) };
}

/** Both sides hold the value where the row says, and otherwise the same. */
function widens([pointer, before, after]: Row): boolean {
  const [old, young] = [before, after].map((value) => placed(BARE, segmentsOf(pointer), value));
  if (!isJsonObject(old) || !isJsonObject(young)) throw new Error("no object");
  const sides = { before: old, after: young } as unknown as Record<"before" | "after", System>;
  return wideningEdits(sides, diffJson(old, young)).size > 0;
}

const LOUVRES = { kind: "actuator", target: "roof", access: "read", grant: ["vent"] };

test.each<Row>([
  ["/capabilities/louvres", undefined, LOUVRES],
  ["/capabilities/louvres/access", "read", "write"],
  ["/capabilities/louvres/target", "roof", "boiler"],
  ["/capabilities/louvres/target", "https://a.example/x", "https://a.example/*"],
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
  ["/memory/book/kind", "vector", "key-value"],
  ["/memory/book/retention", "P1D", "P2D"],
  ["/memory/book/retention", "P1D", "for ever"],
  ["/models/writer/params/base_url", "https://a.example", "https://b.example"],
  ["/models/writer/params/base_url", undefined, "https://b.example"],
  ["/parameters/desk", undefined, { value: "https://b.example" }],
  ["/parameters/desk/value", "a", "//b.example/x"],
  ["/parameters/warm/value", 1, "1"],
  ["/tools/vent", undefined, { effect: "none", needs: [], artifact: "frost" }],
  ["/tools/vent/effect", "none", "own"],
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
  ["/contract/output/additionalProperties", false, { type: "string" }],
  ["/contract/output/type", "object", undefined],
  ["/contract/output/properties/act/type", "integer", ["integer", "null"]],
  ["/contract/output/properties/act/exclusiveMinimum", 1, 0],
  ["/contract/output/properties/act/$ref", undefined, "#/properties/act"],
  ["/contract/output/properties/act/const", { a: 1 }, { a: 2 }],
  ["/contract/output/properties/properties/maxLength", 20, undefined],
  ["/contract/output/properties/enum", undefined, { type: "string" }],
  ["/contract/output/items/items/maxItems", 1, 2],
  ["/contract/output/properties/act/enum", ["a"], ["a", "b"]],
  ["/contract/output/properties/act/enum", ["a"], undefined],
  ["/contract/output/properties/act/type", "string", "object"],
  ["/contract/output/properties/act/pattern", "a", "b"],
])("%s from %j to %j widens", (...row) => {
  expect(widens(row)).toBe(true);
});

test.each<Row>([
  ["/capabilities/louvres", LOUVRES, undefined],
  ["/capabilities/louvres/access", "write", "read"],
  ["/capabilities/louvres/grant", ["vent", "heat"], ["vent"]],
  ["/capabilities/louvres/target", "https://a.example/*", "https://a.example/x"],
  ["/capabilities/louvres/target", "roof/*", "roof/louvres"],
  ["/capabilities/roof", undefined, { ...LOUVRES, target: "roof/north" }],
  ["/memory/book/retention", "P2D", "P1D"],
  ["/memory/book/scope", "bed/*", "bed/1"],
  ["/models/writer/params/base_url", "https://a.example/*", "https://a.example/v1"],
  ["/models/writer/params/temperature", 0.2, 0.9],
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
  ["/contract/input/additionalProperties", true, { type: "string" }],
  ["/contract/input/properties/heat/description", "a", undefined],
  ["/contract/input/properties/heat/exclusiveMinimum", undefined, 1],
  ["/contract/input/properties/heat/type", ["integer", "null"], "integer"],
  ["/contract/input/properties/enum/enum", [1, 2], [2]],
  ["/contract/output/required", ["a"], ["a", "b"]],
  ["/contract/output/properties/note", { type: "string" }, undefined],
  ["/contract/output/properties/act/enum", ["a", "b"], ["a"]],
])("%s from %j to %j does not widen", (...row) => {
  expect(widens(row)).toBe(false);
});

test("what is loosened stays loosened, whatever else the same change tightens", () => {
  const [before, after] = [
    placed(BARE, ["contract", "input", "properties", "act"], { type: "number", maximum: 1 }),
    placed(BARE, ["contract", "input", "properties", "act"], {
      type: "number",
      maximum: 2,
      enum: [1],
    }),
  ];
  if (!isJsonObject(before) || !isJsonObject(after)) throw new Error("no object");
  const edits = diffJson(before, after);
  const widening = wideningEdits(
    { before, after } as unknown as Record<"before" | "after", System>,
    edits,
  );
  expect([...widening].map(({ pointer }) => pointer)).toEqual([
    "/contract/input/properties/act/maximum",
  ]);
});
