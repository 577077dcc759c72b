import { load } from "js-yaml";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseYaml } from "../../../src/core/ir/parse-yaml.ts";
import type { Json } from "../../../src/core/kernel/json.ts";
import { emitYaml } from "../../support/emit-yaml.ts";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const parse = (text: string | Uint8Array): ReturnType<typeof parseYaml> =>
  parseYaml("f.yaml", typeof text === "string" ? bytesOf(text) : text);

function valueOf(text: string): unknown {
  const document = parse(text);
  if (!document.ok) throw new Error(JSON.stringify(document.refusal));
  return document.value.value;
}

function refusalOf(text: string | Uint8Array): readonly string[] {
  const document = parse(text);
  if (document.ok) return ["accepted"];
  return document.refusal.map(({ code, place, facts }) => {
    return `${code} ${facts["problem"] ?? facts["key"] ?? "-"} ${place?.line}:${place?.column}`;
  });
}

describe("the strict YAML profile accepts", () => {
  test.each([
    [
      "plain words, whole numbers, decimals and constants",
      "a: b c/d\nb: -12\nc: 0.50\nd: true\ne: null\n",
      { a: "b c/d", b: -12, c: 0.5, d: true, e: null },
    ],
    [
      "both quotes with their escapes",
      `a: 'it''s'\nb: "say \\"x\\"\\n\\t\\\\\\/"\n`,
      { a: "it's", b: 'say "x"\n\t\\/' },
    ],
    [
      "flow collections, empty ones too",
      "a: {b: [1, {c: d}], e: {}, f: []}\n",
      { a: { b: [1, { c: "d" }], e: {}, f: [] } },
    ],
    ["block sequences", "a:\n  - b: 1\n    c: 2\n  - d\n", { a: [{ b: 1, c: 2 }, "d"] }],
    [
      "literal blocks for prose",
      "a: |\n  one\n    two\n\n  three\nb: |-\n  x\n",
      { a: "one\n  two\n\nthree\n", b: "x" },
    ],
    ["comments anywhere", "# top\na: 1 # side\n# end\n", { a: 1 }],
    [
      "parameter names and editor hints",
      `$schema: "https://x.example/s.json"\nmin_share: 1\n`,
      { $schema: "https://x.example/s.json", min_share: 1 },
    ],
    ["text outside ASCII when quoted", 'a: "für → 😀"\n', { a: "für → 😀" }],
    ["an emoji with its selector", 'a: "❤\ufe0f 1\ufe0f"\n', { a: "❤\ufe0f 1\ufe0f" }],
    ["indented comments within brackets", "a: [1,\n  # note\n  2]\n", { a: [1, 2] }],
    ["sequences at the depth of their key", "a:\n- b: 1\n  c: 2\n", { a: [{ b: 1, c: 2 }] }],
  ])("%s", (_what, text, value) => {
    expect(valueOf(text)).toEqual(value);
  });
});

describe("the strict YAML profile refuses, with code and place,", () => {
  test.each([
    ["an anchor", "a: &x 1\n", "yaml-ambiguous anchor 1:4"],
    ["an alias", "a: *x\n", "yaml-ambiguous alias 1:4"],
    ["a tag", "a: 1\nb: !!str 1\n", "yaml-ambiguous tag 2:4"],
    ["an explicit key", "? a\n: b\n", "yaml-ambiguous explicit-key 1:1"],
    ["a collection as key", "[a]: 1\n", "yaml-ambiguous complex-key 1:1"],
    ["a merge key", "a: 1\n<<: {b: 1}\n", "yaml-ambiguous key-pattern 2:1"],
    ["a quoted key", '"a": 1\n', "yaml-ambiguous quoted-key 1:2"],
    ["a key that starts with a digit", "1a: 1\n", "yaml-ambiguous key-pattern 1:1"],
    ["a key with a meaning in JavaScript", "constructor: 1\n", "yaml-ambiguous key-pattern 1:1"],
    ["a prototype key", "__proto__: 1\n", "yaml-ambiguous key-pattern 1:1"],
    ["a key that is a word of YAML 1.1", "on: 1\n", "yaml-ambiguous yaml-1-1-word 1:1"],
    ["a value that is a word of YAML 1.1", "a: No\n", "yaml-ambiguous yaml-1-1-word 1:4"],
    ["a tilde", "a: ~\n", "yaml-ambiguous needs-quotes 1:4"],
    ["an octal-looking number", "a: 010\n", "yaml-ambiguous needs-quotes 1:4"],
    ["a sexagesimal-looking number", "a: 20:00\n", "yaml-ambiguous needs-quotes 1:4"],
    ["an exponent", "a: 1.5e3\n", "yaml-ambiguous needs-quotes 1:4"],
    ["a date", "a: 2026-01-01\n", "yaml-ambiguous needs-quotes 1:4"],
    [
      "an integer beyond fifteen digits",
      "a: 1234567890123456\n",
      "yaml-ambiguous needs-quotes 1:4",
    ],
    ["a negative zero", "a: -0.0\n", "yaml-ambiguous negative-zero 1:4"],
    ["a plain colon", "a: http://x\n", "yaml-ambiguous needs-quotes 1:4"],
    ["an escape that parsers treat differently", 'a: "\\x41"\n', "yaml-ambiguous escape 1:5"],
    ["quoted text over two lines", "a: 'b\n  c'\n", "yaml-ambiguous quoted-over-lines 1:5"],
    ["an empty value", "b: 1\na:\nc: 1\n", "yaml-ambiguous empty-value 2:1"],
    ["a pair without braces in a list", "a: [b: 1]\n", "yaml-ambiguous flow-pair 1:5"],
    ["a space before the colon", "a : 1\n", "yaml-ambiguous detached-colon 1:1"],
    ["a folded block", "a: >\n  b\n", "yaml-ambiguous folded-block 1:4"],
    ["a kept block ending", "a: |+\n  b\n", "yaml-ambiguous block-keep 1:5"],
    ["an indentation digit", "a: |2\n  b\n", "yaml-ambiguous indicator 1:5"],
    ["a block that starts blank", "a: |\n\n  b\n", "yaml-ambiguous block-start 2:1"],
    ["a line of blanks in a block", "a: |\n  b\n  \n  c\n", "yaml-ambiguous block-blank-line 2:1"],
    ["a block without its last newline", "a: |\n  b", "yaml-ambiguous block-unfinished 2:1"],
    ["a document marker", "---\na: 1\n", "yaml-ambiguous document-marker 1:1"],
    ["a document end", "a: 1\n...\n", "yaml-ambiguous document-marker 1:1"],
    ["a second document", "a: 1\n---\nb: 1\n", "yaml-ambiguous document-marker 1:1"],
    ["a directive", "%YAML 1.2\n---\na: 1\n", "yaml-ambiguous document-marker 1:1"],
    ["a tab", "a: 1\nb:\t1\n", "yaml-ambiguous character 2:3"],
    ["a carriage return", "a: 1\r\n", "yaml-ambiguous character 1:5"],
    ["a line separator in a comment", "a: 1 # x\u2028tier: 3\n", "yaml-ambiguous character 1:9"],
    ["an invisible space", 'a: "x\u200by"\n', "yaml-ambiguous character 1:6"],
    ["a byte order mark", "\ufeffa: 1\n", "yaml-ambiguous character 1:1"],
    ["a tag character", 'a: "x\u{e0041}"\n', "yaml-ambiguous character 1:6"],
    ["text that is not composed", 'a: 1\nb: "u\u0308"\n', "yaml-ambiguous not-composed 2:5"],
    [
      "a variation selector that spells a byte",
      'a: "x\u{e0101}"\n',
      "yaml-ambiguous character 1:6",
    ],
    ["a filler that looks like a space", 'a: "x\u3164"\n', "yaml-ambiguous character 1:6"],
    ["an emoji's selector behind a letter", 'a: "x\ufe0f"\n', "yaml-ambiguous character 1:6"],
    ["a joiner", 'a: "ه\u200cه"\n', "yaml-ambiguous character 1:6"],
    ["a non-character", 'a: "\ufdd0"\n', "yaml-ambiguous character 1:5"],
    ["a control character", "a: 1 # \u0007\n", "yaml-ambiguous character 1:8"],
    ["a key behind a value", 'a:\n- "" b: 1\n', "yaml-ambiguous key-not-in-line 2:6"],
    ["a key behind brackets", "a:\n- {x: 1} b: 2\n", "yaml-ambiguous key-not-in-line 2:10"],
    [
      "an unindented comment within brackets",
      "a: [{b: 1\n# - a: b\n  }]\n",
      "yaml-ambiguous comment-not-apart 2:1",
    ],
    ["a root that is no mapping", "- a\n", "yaml-ambiguous root-not-a-mapping 1:1"],
    ["an empty file", "", "yaml-unreadable empty 1:1"],
    ["a broken flow mapping", "a: {b: 1\n", "yaml-unreadable malformed 2:1"],
    ["a key that stands twice", "a: 1\nb: 2\na: 3\n", "yaml-duplicate-key a 3:1"],
    [
      "keys that differ in case alone",
      "{maxAge: 1, maxage: 2}\n",
      "yaml-duplicate-key maxage 1:13",
    ],
    ["nesting beyond twenty", `a: ${"[".repeat(21)}${"]".repeat(21)}\n`, "yaml-too-deep - 1:23"],
  ])("%s", (_what, text, refusal) => {
    expect(refusalOf(text)).toContain(refusal);
  });

  test.each([
    ["bytes that are not UTF-8", [0x61, 0x3a, 0x0a, 0x62, 0xff], "file-not-utf8 not-utf8 2:2"],
    [
      "bytes that are not UTF-8 behind a replacement character",
      [0x22, 0xef, 0xbf, 0xbd, 0xc3],
      "file-not-utf8 not-utf8 1:3",
    ],
  ])("%s", (_what, bytes, refusal) => {
    expect(refusalOf(new Uint8Array(bytes))).toEqual([refusal]);
  });

  test("the address of a file in place of the file", () => {
    const pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n";
    expect(refusalOf(pointer)).toEqual(["file-lfs-pointer lfs-pointer 1:1"]);
  });

  test("more bytes or more nodes than any definition needs", () => {
    expect(refusalOf(`a: 1\nb: "${"x".repeat(131_072)}"\n`)).toEqual(["yaml-too-large - 2:131068"]);
    const tooMany = "yaml-too-large too-many-nodes";
    expect(refusalOf(`a: [${"1,".repeat(20_000)}]\n`)).toEqual([`${tooMany} 1:40006`]);
    expect(refusalOf(`a: [${"{b: 1},".repeat(9000)}]\n`)).toEqual([`${tooMany} 1:34998`]);
    expect(refusalOf("a: 1\n".repeat(25_000))).toEqual([`${tooMany} 20001:5`]);
  });

  test("every trouble of a file at once, not only the first", () => {
    expect(refusalOf("a: no\nb: ~\n")).toHaveLength(2);
  });
});

test("every pointer knows its line and column", () => {
  const document = parse("a: {b: 1}\nc:\n  - d: 2\n  - 3\n");
  if (!document.ok) throw new Error("refused");
  const places = [...document.value.positions].map(([pointer, { line, column }]) => {
    return `${pointer} ${line}:${column}`;
  });
  expect(places).toEqual([
    " 1:1",
    "/a 1:1",
    "/a/b 1:5",
    "/c 2:1",
    "/c/0 3:5",
    "/c/0/d 3:5",
    "/c/1 4:5",
  ]);
});

test("mappings have no prototype that a key could reach", () => {
  expect(Object.getPrototypeOf(valueOf("a: 1\n"))).toBeNull();
});

const key = fc
  .stringMatching(/^[a-z][A-Za-z0-9_-]{0,8}$/)
  .filter((text) => !/^(?:y|n|yes|no|on|off|true|false|null|constructor|prototype)$/i.test(text));
const text = fc
  .string({ unit: "grapheme" })
  .map((value) => value.normalize("NFC"))
  .filter((value) => /^[\n\t\u0020-\u007e\u00b0-\u02ff\u4e00-\u9fff]*$/.test(value));
const number = fc.oneof(
  fc.integer(),
  fc.integer({ min: -99_999, max: 99_999 }).map((value) => value / 8 || 0),
);
const { node } = fc.letrec<{ node: Json }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(true, false, null),
    number,
    text,
    fc.array(tie("node"), { maxLength: 4 }),
    mapping(tie("node")),
  ),
}));

function mapping(values: fc.Arbitrary<Json>): fc.Arbitrary<{ readonly [key: string]: Json }> {
  return fc
    .uniqueArray(fc.tuple(key, values), {
      maxLength: 5,
      selector: ([name]) => name.toLowerCase(),
    })
    .map((entries) => Object.fromEntries(entries));
}

test("what was written in the profile reads back equal, and as js-yaml reads it", () => {
  fc.assert(
    fc.property(mapping(node), (value) => {
      fc.pre(Object.keys(value).length > 0);
      const emitted = emitYaml(value);
      expect(valueOf(emitted)).toEqual(value);
      expect(load(emitted)).toEqual(value);
    }),
    { numRuns: 300 },
  );
});

test("hostile bytes get an answer, and what is accepted is read the same by js-yaml", () => {
  const seed = "a: {b: [1, 2.5], c: \"x\"}\nd: |\n  text\ne:\n  - f: 'g'\n  - h i\n# end\n";
  const splice = fc.tuple(
    fc.nat(seed.length),
    fc.nat(3),
    fc.oneof(
      fc.constantFrom(
        "|",
        ">",
        "- ",
        "? ",
        ": ",
        "#",
        "\n",
        "  ",
        "{",
        "]",
        ",",
        "'",
        '"',
        "&a ",
        "*a",
        "!x ",
        "no",
        "010",
        "---\n",
        "\\",
      ),
      fc.string({ maxLength: 2, unit: "binary" }),
    ),
  );
  fc.assert(
    fc.property(fc.array(splice, { minLength: 1, maxLength: 4 }), (splices) => {
      const mutated = bytesOf(
        splices.reduce(
          (source, [at, cut, inserted]) => source.slice(0, at) + inserted + source.slice(at + cut),
          seed,
        ),
      );
      const document = parseYaml("f.yaml", mutated);
      if (document.ok)
        expect(load(new TextDecoder().decode(mutated))).toEqual(document.value.value);
      else expect(document.refusal.length).toBeGreaterThan(0);
    }),
    { numRuns: 2000 },
  );
});

test("random bytes never make the reader throw", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(parseYaml("f.yaml", bytes)).toHaveProperty("ok");
    }),
    { numRuns: 1000 },
  );
});
