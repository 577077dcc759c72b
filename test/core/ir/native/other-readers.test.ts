import * as fc from "fast-check";
import { load as loadFour } from "js-yaml-4";
import { expect, it } from "vitest";
import { parse as parseTwo } from "yaml";
import { parseNativeYaml } from "../../../../src/core/ir/native/parse-native-yaml.ts";

const SCALARS = [
  "plain",
  "a b",
  "1",
  "-2",
  "0.5",
  "True",
  "~",
  "yes",
  "012",
  "1e3",
  "12:30",
  "2001-01-01",
  "0x1F",
  "1_000",
  ".5",
  "a: b",
  "a #b",
  "a#b",
  "'it''s'",
  '"q\\n"',
  "'x\n    y'",
  "x\n    y",
  "{a: 1}",
  "[1, two]",
  "{a:1}",
  "[a, ]",
  "&x v",
  "*x",
  "!!str v",
  "",
  "http://x.y/z",
  "@v",
  ">\n    one\n    two\n\n    three",
  "|\n    one\n      two",
  ">-\n    one",
  "|+\n    one\n",
  "|2\n    one",
  ">\n\n    one",
  "|\n    one\n  \n    two",
  "- a",
  "\ta",
  "'#'",
  "{a: {b: c}}",
];
const KEYS = ["role", "goal", '"quoted"', "'q'", "on", "1", "a b", "<<", "k.k", "ünï"];

const document = fc
  .array(fc.tuple(fc.constantFrom(...KEYS), fc.constantFrom(...SCALARS)), {
    minLength: 1,
    maxLength: 4,
  })
  .map((rows) => `top:\n${rows.map(([key, value]) => `  ${key}: ${value}`).join("\n")}\n`);

/** Newlines at the end of a text mean nothing here, and readers differ on them. */
function settled(value: unknown): unknown {
  const text = JSON.stringify(value, (_key, one: unknown) =>
    typeof one === "string" ? one.replace(/\n+$/, "") : one,
  );
  return JSON.parse(text);
}

it("reads nothing in a way that another reader of YAML does not", () => {
  let accepted = 0;
  fc.assert(
    fc.property(document, (text) => {
      const parsed = parseNativeYaml("a.yaml", Buffer.from(text));
      if (!parsed.ok) return;
      accepted += 1;
      const ours = settled(parsed.value.value);
      expect(settled(loadFour(text)), text).toEqual(ours);
      expect(settled(parseTwo(text, { version: "1.1", merge: false })), text).toEqual(ours);
      expect(settled(parseTwo(text)), text).toEqual(ours);
    }),
    { numRuns: 1500 },
  );
  expect(accepted).toBeGreaterThan(100);
});
