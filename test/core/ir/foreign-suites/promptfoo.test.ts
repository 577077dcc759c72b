import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isRight } from "../../../../src/core/evaluation/measure-answer.ts";
import { SUITE_FORMATS } from "../../../../src/core/ir/foreign-suites/foreign-suite.ts";
import { importSuite } from "../../../../src/core/ir/foreign-suites/import-suite.ts";
import { parseSuite, suiteLine } from "../../../../src/core/ir/parse-suite.ts";

const MAPPING = { answer: "reply", input: "input", match: "exact" } as const;

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

function importText(text: string, path = "tests.yaml", more: object = {}) {
  const mapping = { ...MAPPING, ...more };
  const read = importSuite({ format: "promptfoo", path, bytes: bytesOf(text), mapping });
  if (!read.ok) throw new Error(JSON.stringify(read.refusal));
  const { taken, leftOut } = read.value;
  return {
    items: taken.map(({ item }) => item),
    taken,
    leftOut: leftOut.map(({ pointer, why, detail }) => [pointer, why, detail].join(" ").trim()),
  };
}

const withAssert = (...assertions: readonly object[]): string =>
  JSON.stringify([{ vars: { q: "x" }, assert: assertions }]);

describe("an assertion of promptfoo", () => {
  it.each<readonly [assertion: object, right: readonly string[], wrong: readonly string[]]>([
    [{ type: "equals", value: "Paris" }, ["Paris"], ["paris", "Paris."]],
    [{ type: "equals", value: 4 }, ["4"], ["4.0", "four"]],
    [{ type: "equals", value: "" }, [""], ["x"]],
    [{ type: "not-equals", value: "Paris" }, ["paris", ""], ["Paris"]],
    [{ type: "contains", value: "Par" }, ["in Paris"], ["in paris"]],
    [{ type: "contains", value: 7 }, ["a 7 b"], ["a 8 b"]],
    [{ type: "not-contains", value: "Par" }, ["in paris"], ["in Paris"]],
    [{ type: "icontains", value: "PAR" }, ["in paris"], ["in Rome"]],
    [{ type: "contains-all", value: ["a", "b"] }, ["xbxa"], ["a"]],
    [{ type: "contains-all", value: "a , b" }, ["xbxa"], ["a , c"]],
    [{ type: "icontains-all", value: ["A", "b"] }, ["xBxa"], ["a"]],
    [{ type: "contains-any", value: ["a", "b"] }, ["b"], ["B"]],
    [{ type: "icontains-any", value: ["a", "b"] }, ["B"], ["c"]],
    [{ type: "not-icontains-any", value: ["a", "b"] }, ["c"], ["B"]],
    [{ type: "starts-with", value: "Dear" }, ["Dear Ann"], ["My Dear"]],
    [{ type: "is-json" }, ["[1]"], ["{a}"]],
    [{ type: "not-is-json", metric: "prose", weight: 2 }, ["{a}"], ["[1]"]],
  ])("%j lets the same answers through here", (assertion, right, wrong) => {
    const { items, leftOut } = importText(withAssert(assertion), "tests.json");
    expect(leftOut).toEqual([]);
    const [item] = items;
    if (item === undefined) throw new Error("nothing was taken");
    for (const reply of right) expect(isRight(item, { reply }), reply).toBe(true);
    for (const reply of wrong) expect(isRight(item, { reply }), reply).toBe(false);
    expect(isRight(item, {})).toBe(false);
  });

  it.each<readonly [assertion: object, reason: string]>([
    [{ type: "javascript", value: "output.length < 3" }, "code-not-run javascript"],
    [{ type: "not-python", value: "x" }, "code-not-run not-python"],
    [{ type: "llm-rubric", value: "is kind" }, "model-graded llm-rubric"],
    [{ type: "context-recall", value: "x" }, "model-graded context-recall"],
    [{ type: "regex", value: "a+" }, "pattern-not-run regex"],
    [{ type: "latency", threshold: 5 }, "assertion-not-taken latency"],
    [{ type: "assert-set", assert: [] }, "assertion-not-taken assert-set"],
    [{ type: "is-json", value: { type: "object" } }, "schema-not-taken is-json"],
    [{ type: "equals", value: { a: 1 } }, "value-unusable equals"],
    [{ type: "contains", value: "" }, "value-unusable contains"],
    [{ type: "contains-any", value: 'a,"b,c"' }, "value-unusable contains-any"],
    [{ type: "contains-any", value: [] }, "value-unusable contains-any"],
    [{ type: "contains" }, "value-unusable contains"],
    [{ type: "equals", value: "{{ right }}" }, "template-not-filled equals"],
    [{ type: "contains", value: "file://x.txt" }, "file-not-read contains"],
    [{ type: "equals", value: "a", transform: "output.b" }, "option-not-taken transform"],
    [{ type: "equals", value: "a", weight: 0 }, "option-not-taken weight"],
    [{ type: 3 }, "malformed assert"],
  ])("%j leaves its test out and says why", (assertion, reason) => {
    const text = withAssert({ type: "contains", value: "a" }, assertion);
    expect(importText(text, "tests.json")).toMatchObject({
      items: [],
      leftOut: [`/0 ${reason}`],
    });
  });
});

describe("a test of promptfoo", () => {
  const good = { type: "contains", value: "a" };

  it.each<readonly [test: unknown, reason: string]>([
    ["file://more.yaml", "file-not-read"],
    [{ vars: "vars.yaml", assert: [good] }, "file-not-read vars"],
    [{ assert: [good] }, "vars-missing"],
    [{ vars: {}, assert: [good] }, "vars-missing"],
    [{ vars: { q: ["a", "b"] }, assert: [good] }, "vars-listed q"],
    [{ vars: { q: "file://a.png" }, assert: [good] }, "file-not-read q"],
    [{ vars: { q: "{{ env.A }}" }, assert: [good] }, "template-not-filled q"],
    [{ vars: { q: "a" } }, "assertion-missing"],
    [{ vars: { q: "a" }, assert: [] }, "assertion-missing"],
    [{ vars: { q: "a" }, assert: [good], threshold: 0.5 }, "option-not-taken threshold"],
    [{ vars: { q: "a" }, assert: [good], options: { transform: "x" } }, "code-not-run transform"],
    [{ vars: { q: "a" }, assert: [good], options: { prefix: "x" } }, "option-not-taken prefix"],
    [
      { vars: { q: "a" }, assert: [good], assertScoringFunction: "x" },
      "code-not-run assertScoringFunction",
    ],
    [{ vars: { q: "a" }, assert: [{ ...good, value: "x".repeat(10_001) }] }, "beyond-limits"],
    [7, "malformed test"],
  ])("%j is left out", (test, reason) => {
    expect(importText(JSON.stringify([test]), "tests.json").leftOut).toEqual([`/0 ${reason}`]);
  });

  it("is taken with all of its assertions, the first equal text being the expected one", () => {
    const equal = (value: string) => ({ type: "equals", value });
    const [item] = importText(withAssert(equal("a"), good, equal("b")), "tests.json").items;
    expect(item).toMatchObject({ input: { q: "x" }, expected: { reply: "a" } });
    expect(item?.requires).toEqual([
      { member: "reply", test: "contains-all", values: ["a"] },
      { member: "reply", test: "one-of", values: ["b"] },
    ]);
  });

  it("has only the variables that are named, so that an answer among them stays out", () => {
    const test = { vars: { q: "x", right: "a" }, assert: [good] };
    const [item] = importText(JSON.stringify([test]), "t.json", { vars: ["q"] }).items;
    expect(item?.input).toEqual({ q: "x" });
    const missing = importText(JSON.stringify([test]), "t.json", { vars: ["q", "toString"] });
    expect(missing.leftOut).toEqual(["/0 vars-missing toString"]);
  });

  it("has an id that follows from what it asks, and is taken once", () => {
    const one = { vars: { q: "x" }, assert: [good] };
    const other = { vars: { q: "y" }, assert: [good] };
    const first = importText(JSON.stringify([one, other]), "t.json");
    const turned = importText(
      JSON.stringify([other, one, { ...one, description: "again" }]),
      "t.json",
    );
    const [firstId, otherId] = first.items.map(({ id }) => id);
    expect(turned.items.map(({ id }) => id)).toEqual([otherId, firstId]);
    expect(turned.leftOut).toEqual([`/2 repeated ${firstId}`]);
  });
});

describe("a configuration of promptfoo", () => {
  const CONFIG = `# yaml-language-server: $schema=x
description: Capitals
prompts: ["{{question}}"]
providers:
  - openai:gpt
defaultTest:
  vars: {tone: formal}
  metadata: {author: ann}
  assert:
    - type: not-contains
      value: "I cannot"
tests:
  - description: France
    vars:
      question: 'Capital of France?'
    assert:
      - type: icontains
        value: paris
    metadata: {author: bob}
  - vars: {question: "Capital of Italy?", tone: plain}
    assert: [{type: equals, value: Rome}]
  - file://more.csv
scenarios: []
extensions:
  - file://hooks.js:before
`;

  it("gives its tests what all of them have, and says what else makes tests", () => {
    const { items, taken, leftOut } = importText(CONFIG, "promptfooconfig.yaml", {
      cluster: "author",
    });
    const refusal = { member: "reply", test: "contains-all", values: ["I cannot"], negated: true };
    expect(items).toMatchObject([
      {
        input: { tone: "formal", question: "Capital of France?" },
        requires: [refusal, { values: ["paris"], ignore_case: true }],
        cluster: "bob",
      },
      {
        input: { tone: "plain", question: "Capital of Italy?" },
        expected: { reply: "Rome" },
        requires: [refusal],
        cluster: "ann",
      },
    ]);
    expect(taken.map(({ pointer, line }) => [pointer, line])).toEqual([
      ["/tests/0", 13],
      ["/tests/1", 20],
    ]);
    expect(leftOut).toEqual([
      "/scenarios option-not-taken scenarios",
      "/extensions code-not-run extensions",
      "/tests/2 file-not-read",
    ]);
  });

  it("is read from a list in YAML and from lines as well", () => {
    const yaml = "- vars: {q: x}\n  assert:\n    - {type: contains, value: a}\n";
    const [test] = JSON.parse(withAssert({ type: "contains", value: "a" }));
    const lines = `${JSON.stringify(test)}\r\n\n${JSON.stringify({ ...test, vars: { q: "y" } })}\n`;
    const fromYaml = importText(yaml, "tests.yml");
    const fromLines = importText(lines, "tests.jsonl");
    expect(fromLines.items[0]).toEqual(fromYaml.items[0]);
    expect(fromLines.taken.map(({ line }) => line)).toEqual([1, 3]);
  });

  it("whose tests lie elsewhere gives none of them", () => {
    expect(importText("tests: file://t.csv\n").leftOut).toEqual(["/tests file-not-read"]);
    const defaults = "defaultTest: file://d.yaml\ntests: [{vars: {q: x}}]\n";
    expect(importText(defaults).leftOut).toEqual(["/tests/0 file-not-read"]);
  });

  it.each([
    ["tests.js", "module.exports = []", "suite-invalid file-ending"],
    ["tests.csv", "q,__expected", "suite-invalid file-ending"],
    ["tests.yaml", "prompts: [a]\n", "suite-invalid not-a-list"],
    ["tests.yaml", "tests: 3\n", "suite-invalid not-a-list"],
    ["tests.yaml", "tests: &a [*a]\n", "yaml-ambiguous alias"],
    ["tests.yaml", "a: !!js/function x\n", "yaml-ambiguous tag"],
    ["tests.json", "[{]", "json-unreadable malformed"],
    ["tests.json", '[{"a": 1, "a": 2}]', "json-unreadable duplicate-key"],
    ["tests.json", `${"[".repeat(40)}${"]".repeat(40)}`, "json-unreadable too-deep"],
    ["tests.jsonl", "{}\n{", "json-unreadable malformed"],
    ["tests.jsonl", "\n".repeat(100_001), "suite-invalid item-count"],
  ])("%s that says %s is refused: %s", (path, text, reason) => {
    const read = importSuite({ format: "promptfoo", path, bytes: bytesOf(text), mapping: MAPPING });
    if (read.ok) throw new Error("taken");
    const [finding] = read.refusal;
    expect(`${finding?.code} ${finding?.facts["problem"]}`).toBe(reason);
  });
});

describe("whatever a file holds", () => {
  it("an answer is given, and what is taken reads back as a suite", () => {
    const path = fc.constantFrom("a.yaml", "a.json", "a.jsonl");
    const type = fc.constantFrom("equals", "contains-any", "is-json", "regex", "x");
    const assertion = fc.record({ type, value: fc.jsonValue() }, { requiredKeys: ["type"] });
    const record = fc.oneof(
      fc.jsonValue(),
      fc.record({ vars: fc.object(), assert: fc.array(assertion) }),
      fc.record({ input: fc.string(), target: fc.jsonValue(), id: fc.jsonValue() }),
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(record).map((list) => JSON.stringify(list)),
      fc.array(record).map((list) => list.map((one) => JSON.stringify(one)).join("\n")),
      fc.array(record).map((list) => JSON.stringify({ tests: list, samples: list })),
    );
    fc.assert(
      fc.property(path, text, fc.constantFrom(...SUITE_FORMATS), (file, source, format) => {
        const read = importSuite({ format, path: file, bytes: bytesOf(source), mapping: MAPPING });
        if (!read.ok) return read.refusal.length > 0;
        const items = read.value.taken.map(({ item }) => item);
        const again = parseSuite("s", bytesOf(items.map(suiteLine).join("\n")));
        if (items.length > 0) expect(again).toMatchObject({ ok: true, value: { items } });
        return true;
      }),
      { numRuns: 300 },
    );
  });
});
