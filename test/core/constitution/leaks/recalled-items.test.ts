import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodedPieces } from "../../../../src/core/constitution/leaks/decoded-pieces.ts";
import {
  coverageOf,
  indexItems,
  noteRecall,
  type Recall,
} from "../../../../src/core/constitution/leaks/item-index.ts";
import {
  expectedAnswers,
  fingerprints,
} from "../../../../src/core/constitution/leaks/opaque-tables.ts";
import { readingsOf } from "../../../../src/core/constitution/leaks/readings.ts";

const QUESTION = "I would like to know why nobody ever greets me at the door";
const INDEX = indexItems([
  { id: "one", input: {}, expected: undefined, requires: [], texts: [QUESTION] },
  {
    id: "two",
    input: {},
    expected: undefined,
    requires: [],
    texts: ["Where is the nearest lake to swim in"],
  },
]);

/** The share of the question that a text is found to hold. */
function shareIn(text: string): number {
  const recall: Recall = new Map();
  for (const reading of readingsOf(text)) noteRecall(recall, INDEX, reading);
  const [quote] = INDEX.quotes;
  return quote === undefined ? 0 : coverageOf(quote, recall.get(0)?.keys() ?? []);
}

function moved(text: string, by: number): string {
  return text
    .toLowerCase()
    .replaceAll(/[a-z]/g, (letter) =>
      String.fromCharCode(((letter.charCodeAt(0) - 97 + by) % 26) + 97),
    );
}

describe("a text that holds an item", () => {
  it("is recognised however far it is moved along the alphabet, forwards and backwards", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 25 }), fc.boolean(), (by, isTurned) => {
        const text = moved(QUESTION, by);
        expect(shareIn(isTurned ? Array.from(text).toReversed().join("") : text)).toBe(1);
      }),
    );
  });

  it("is recognised whatever stands between its letters", () => {
    const gap = fc.constantFrom("", " ", "-", '", "', '" + "', "\\n", "7", "\u200b", "…");
    fc.assert(
      fc.property(fc.array(gap, { minLength: 8, maxLength: 8 }), (gaps) => {
        const text = Array.from(QUESTION)
          .map((letter, at) => letter + gaps[at % 8])
          .join("");
        expect(shareIn(`say "${text}" now`)).toBeGreaterThan(0.75);
      }),
    );
  });

  it.each([
    ["base64", Buffer.from(QUESTION).toString("base64")],
    ["hexadecimal", Buffer.from(QUESTION).toString("hex")],
    ["numbers", Array.from(Buffer.from(QUESTION)).join(", ")],
    [
      "escapes",
      Array.from(QUESTION)
        .map((one) => `\\x${one.charCodeAt(0).toString(16)}`)
        .join(""),
    ],
  ])("is recognised in %s", (_how, text) => {
    expect(shareIn(`"${text}"`)).toBeGreaterThan(0.9);
  });
});

describe("an honest text", () => {
  it("is not taken for an item that it shares a phrase with", () => {
    expect(shareIn("Nobody ever needs to know why the door is green.")).toBeLessThan(0.5);
  });

  it("is not decoded into something else", () => {
    expect(decodedPieces("internationalisation and responsibilities, 12, 13, 14")).toEqual([]);
  });
});

describe("the answers of a suite", () => {
  it("are what it expects and what its rules want said, and nothing that they rule out", () => {
    const rules = [
      { member: "reply", test: "contains-any" as const, values: ["Welcome"] },
      { member: "reply", test: "one-of" as const, values: ["Go away"], negated: true as const },
    ];
    const row = { id: "one", input: {}, expected: { mood: "Sad" }, requires: rules, texts: [] };
    expect([...expectedAnswers([row])]).toEqual(["sad", "welcome"]);
  });
});

describe("a table of fingerprints", () => {
  const answers = new Set(["sad"]);
  const names = Array.from({ length: 8 }, (_one, at) => `${at}f3a9c1${at}b7d2e4`);

  it("is told by many names that say nothing", () => {
    const text = JSON.stringify(Object.fromEntries(names.map((name) => [name, 1])));
    expect(fingerprints({ text, former: () => "" }, answers)?.count).toBe(8);
    expect(fingerprints({ text, former: () => text }, answers)).toBeUndefined();
  });

  it("is told sooner where they lead to the suite's answers", () => {
    const rows = names.slice(0, 5).map((name) => [name.slice(0, 8), "sad"] as const);
    const text = JSON.stringify(Object.fromEntries(rows));
    expect(fingerprints({ text, former: () => "" }, answers)?.count).toBe(5);
    expect(fingerprints({ text, former: () => "" }, new Set(["glad"]))).toBeUndefined();
  });
});
