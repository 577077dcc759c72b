import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseJson } from "../../../src/core/ir/parse-json.ts";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("strict JSON refuses, with line and column,", () => {
  test.each([
    ["a key that stands twice", '{"a": 1,\n "a": 2}', "duplicate-key 2:2"],
    ["a key that would replace the prototype", '{"__proto__": {}}', "forbidden-key 1:2"],
    ["an integer that a double cannot hold", "[9007199254740993]", "number-not-exact 1:2"],
    ["a number without end", "[1e999]", "number-not-exact 1:2"],
    ["half of a surrogate pair", '["\\ud800"]', "lone-surrogate 1:2"],
    ["a trailing comma", "[1,]", "malformed 1:4"],
    ["a key without quotes", "{a: 1}", "malformed 1:2"],
    ["a word that only starts like one", "[trve]", "malformed 1:2"],
    ["a comment", "// x\n1", "malformed 1:1"],
    ["a leading zero", "[01]", "malformed 1:3"],
    ["a raw newline in a string", '["a\nb"]', "malformed-string 1:2"],
    ["an unknown escape", '["\\x41"]', "malformed-string 1:2"],
    ["an open string", '["a', "malformed-string 1:2"],
    ["a second value", "1 2", "malformed 1:3"],
    ["nothing at all", "", "malformed 1:1"],
    ["more values than anybody writes", `[${"1,".repeat(20_000)}1]`, "too-many-values 1:40000"],
    ["nesting beyond 32", `${"[".repeat(40)}${"]".repeat(40)}`, "too-deep 1:34"],
  ])("%s", (_what, text, expected) => {
    const document = parseJson("d.json", bytesOf(text));
    if (document.ok) throw new Error("accepted");
    const [finding] = document.refusal;
    expect(finding?.code).toBe("json-unreadable");
    const { line, column } = finding?.place ?? {};
    expect(`${finding?.facts["problem"]} ${line}:${column}`).toBe(expected);
  });

  test.each([
    ["a byte order mark", "\ufeff1", "U+FEFF 1:1"],
    ["a character that shows nothing", '{"a":\n "b\u200bc"}', "U+200B 2:4"],
    ["a joiner beside ASCII", '["a\u200db"]', "U+200D 1:4"],
    ["a carriage return alone", "[1,\r2]", "U+000D 1:4"],
  ])("%s", (_what, text, expected) => {
    const document = parseJson("d.json", bytesOf(text));
    if (document.ok) throw new Error("accepted");
    const [finding] = document.refusal;
    expect(finding?.code).toBe("file-text-hidden");
    const { line, column } = finding?.place ?? {};
    expect(`${finding?.facts["character"]} ${line}:${column}`).toBe(expected);
  });

  test("more than a mebibyte", () => {
    const document = parseJson("d.json", bytesOf(`"${"x".repeat(1_048_576)}"`));
    expect(document).toMatchObject({ ok: false, refusal: [{ code: "file-too-large" }] });
  });
});

test("JSON reads as JSON.parse does", () => {
  const values = fc.json({ maxDepth: 5 }).filter((text) => !text.includes("__proto__"));
  fc.assert(
    fc.property(values, (text) => {
      const document = parseJson("d.json", bytesOf(text));
      const expected: unknown = JSON.parse(text, (_key, value: unknown) =>
        value === 0 ? 0 : value,
      );
      if (document.ok) expect(document.value.value).toEqual(expected);
      else {
        // A double that prints as a long integer is the one thing JSON.parse takes and we refuse.
        expect(document.refusal[0]?.facts["problem"]).toBe("number-not-exact");
        expect(text).toMatch(/\d{16}/);
      }
    }),
  );
});

test("JSON may hold any script and emoji, and hidden characters as escapes", () => {
  const text = '{"fa": "می\u200cخواهم",\r\n\t"dev": "👩\u200d💻 ❤\ufe0f", "zero": "\\u200b"}';
  expect(parseJson("d.json", bytesOf(text))).toMatchObject({ ok: true });
});

test("every pointer of a JSON file knows its place, keys at their name", () => {
  const document = parseJson("d.json", bytesOf('{"a": [1,\n  {"b~": 2}]}'));
  if (!document.ok) throw new Error("refused");
  const places = [...document.value.positions].map(([pointer, { line, column }]) => {
    return `${pointer} ${line}:${column}`;
  });
  expect(places).toEqual([" 1:1", "/a 1:2", "/a/0 1:8", "/a/1 2:3", "/a/1/b~0 2:4"]);
});

test("random bytes never make the reader throw", () => {
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array(), fc.string({ unit: "binary" }).map(bytesOf)), (bytes) => {
      expect(parseJson("d.json", bytes)).toHaveProperty("ok");
    }),
  );
});
