import { expect, test } from "vitest";
import { parseSuite } from "../../../src/core/ir/parse-suite.ts";
import { digestOf } from "../../../src/core/kernel/digest.ts";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

const LINES = [
  '{"id": "q1", "input": {"message": "hi"}, "expected": {"mood": "glad"}, "cluster": "ann"}',
  '{"id": "q2", "input": {"message": "no"}, "forbid": {"mood": ["glad"]}}',
].join("\n");

test("a suite is read line by line, and an item without a cluster is its own", () => {
  const suite = parseSuite("evals/public.jsonl", bytesOf(`${LINES}\n`));
  if (!suite.ok) throw new Error("refused");
  expect(suite.value.items).toEqual([
    { id: "q1", input: { message: "hi" }, expected: { mood: "glad" }, cluster: "ann" },
    { id: "q2", input: { message: "no" }, forbid: { mood: ["glad"] }, cluster: "q2" },
  ]);
  expect(suite.value.digest).toBe(digestOf(`${LINES}\n`));
});

test("rules on texts are read as they stand, and need no expected member beside them", () => {
  const requires = [
    { member: "reply", test: "contains-any", values: ["a", "b"], ignore_case: true },
  ];
  const suite = parseSuite(
    "evals/public.jsonl",
    bytesOf(JSON.stringify({ id: "q3", input: {}, requires })),
  );
  if (!suite.ok) throw new Error("refused");
  expect(suite.value.items).toEqual([{ id: "q3", input: {}, requires, cluster: "q3" }]);
});

test.each([
  ["no rule", []],
  ["a rule without a value", [{ member: "a", test: "one-of", values: [] }]],
  ["a value for JSON", [{ member: "a", test: "json", values: ["x"] }]],
  ["a pattern", [{ member: "a", test: "regex", values: ["x+"] }]],
  ["a key that is not known", [{ member: "a", test: "one-of", values: ["x"], weight: 2 }]],
])("an item is refused that requires %s", (_what, requires) => {
  const suite = parseSuite("s.jsonl", bytesOf(JSON.stringify({ id: "q", input: {}, requires })));
  expect(suite).toMatchObject({ ok: false, refusal: [{ facts: { problem: "item-shape" } }] });
});

test.each([
  ["a line that is not JSON", `${LINES}\n{`, "malformed 3"],
  ["an empty line in the middle", LINES.replace("\n", "\n\n"), "malformed 2"],
  ["an id that stands twice", `${LINES}\n${LINES}`, "duplicate-id 3"],
  ["a key that is not known", '{"id": "a", "input": {}, "expected": 1, "hint": 1}', "item-shape 1"],
  ["a line that expects nothing", '{"id": "a", "input": {}}', "item-shape 1"],
  ["an input that is no object", '{"id": "a", "input": 3, "expected": 1}', "item-shape 1"],
  ["no lines", "", "item-count 1"],
])("a suite is refused for %s", (_what, text, expected) => {
  const suite = parseSuite("evals/public.jsonl", bytesOf(text));
  if (suite.ok) throw new Error("accepted");
  const [finding] = suite.refusal;
  expect(finding?.code).toBe("suite-invalid");
  expect(`${finding?.facts["problem"]} ${finding?.place?.line}`).toBe(expected);
});
