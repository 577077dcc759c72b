import { describe, expect, it } from "vitest";
import { addShards, cutShards } from "../../../src/core/custody/cut-shards.ts";
import { parseSeal } from "../../../src/core/custody/parse-seal.ts";
import { planSeal, renderSeal, type Sealing } from "../../../src/core/custody/plan-seal.ts";
import type { Seal } from "../../../src/core/custody/seal.ts";
import { parseSuite, type Suite } from "../../../src/core/ir/parse-suite.ts";

const SALT = "0123456789abcdef0123456789abcdef";
const CUTTING = { ref: "triage", salt: SALT, audit: 0.2, shard: 100 };

type Line = { readonly id: string; readonly text: string; readonly cluster?: string };

/** Words that no other item has, so that nothing here nearly repeats anything. */
function lines(count: number, from = 0, clusterSize = 1): readonly Line[] {
  return Array.from({ length: count }, (_, at) => {
    const index = from + at;
    const cluster = `c${Math.floor(index / clusterSize)}`;
    const text = `w${index}a w${index}b w${index}c`;
    return { id: `i${index}`, text, ...(clusterSize === 1 ? {} : { cluster }) };
  });
}

function suiteOf(rows: readonly Line[]): Suite {
  const text = rows
    .map(({ text, ...row }) => JSON.stringify({ ...row, input: { text }, expected: { a: 1 } }))
    .join("\n");
  const suite = parseSuite("suite", Buffer.from(`${text}\n`));
  if (!suite.ok) throw new Error("the test's suite is no suite");
  return suite.value;
}

const sizes = ({ shards }: Seal) => shards.map(({ items }) => items.length);
const homeOf = ({ shards }: Seal, id: string) =>
  shards.find(({ items }) => items.includes(id))?.name;

function plan(rows: readonly Line[], parts: Partial<Sealing> = {}) {
  const { items } = suiteOf(rows);
  return planSeal({ items, shown: [], cutting: CUTTING, dropsLeaks: false, ...parts });
}

describe("cutting a sealed suite", () => {
  it("gives every item one shard, an audit shard of its share and query shards of the size", () => {
    const seal = cutShards(suiteOf(lines(500)), CUTTING);
    expect(seal.shards.map(({ name }) => name)).toEqual([
      "audit",
      "query-1",
      "query-2",
      "query-3",
      "query-4",
    ]);
    expect(sizes(seal)).toEqual([100, 100, 100, 100, 100]);
    expect(new Set(seal.shards.flatMap(({ items }) => items)).size).toBe(500);
  });

  it("follows from the salt alone, and from another salt otherwise", () => {
    const suite = suiteOf(lines(300));
    expect(cutShards(suite, CUTTING)).toEqual(cutShards(suite, CUTTING));
    const other = cutShards(suite, { ...CUTTING, salt: "f".repeat(32) });
    expect(other.shards[0]?.items).not.toEqual(cutShards(suite, CUTTING).shards[0]?.items);
  });

  it("makes one query shard of what is too little for two, and none audited where none is asked", () => {
    expect(sizes(cutShards(suiteOf(lines(150)), { ...CUTTING, audit: 0 }))).toEqual([150]);
    expect(sizes(cutShards(suiteOf(lines(20)), CUTTING))).toEqual([4, 16]);
  });

  it("keeps clusters whole", () => {
    const seal = cutShards(suiteOf(lines(300, 0, 7)), { ...CUTTING, shard: 50 });
    expect(seal.shards.length).toBeGreaterThan(3);
    for (let index = 0; index < 300; index += 1) {
      const first = Math.floor(index / 7) * 7;
      expect(homeOf(seal, `i${index}`)).toBe(homeOf(seal, `i${first}`));
    }
  });

  it("keeps what nearly repeats each other together, across clusters", () => {
    const twin = (at: number) => ({
      id: `twin-${at}`,
      text: `W7A, w7b — w7c plus three more words than that`,
    });
    const seal = cutShards(suiteOf([...lines(300), twin(1), twin(2), twin(3)]), CUTTING);
    expect(homeOf(seal, "twin-2")).toBe(homeOf(seal, "twin-1"));
    expect(homeOf(seal, "twin-3")).toBe(homeOf(seal, "twin-1"));
  });

  it("adds fresh shards and leaves those that are there as they are", () => {
    const seal = cutShards(suiteOf(lines(300)), CUTTING);
    const grown = addShards(seal, suiteOf(lines(520)), 100);
    expect(grown.shards.slice(0, seal.shards.length)).toEqual(seal.shards);
    expect(grown.shards.slice(seal.shards.length).map(({ name }) => name)).toEqual([
      "query-3",
      "query-4",
    ]);
    expect(sizes(grown)).toEqual([60, 120, 120, 110, 110]);
  });
});

describe("a custody", () => {
  const planned = plan(lines(50));
  if (!planned.ok) throw new Error(planned.refusal.kind);
  const { suite } = planned.value;
  const text = renderSeal(planned.value);
  const read = (changed: string, of: Suite = suite) => parseSeal(Buffer.from(changed), of);

  it("reads back as it was written", () => {
    expect(read(text)).toEqual({ ok: true, value: planned.value.seal });
  });

  it.each([
    ["is no JSON", "{", "seal-malformed"],
    [
      "names a role that there is not",
      text.replace('"role": "audit"', '"role": "public"'),
      "seal-malformed",
    ],
    ["has lost an item", text.replace(/"i7",?/, ""), "items-astray"],
    ["has an item twice", text.replace('"i7"', '"i8"'), "items-astray"],
    ["has another digest", text.replace(/"digest": "sha256:./, '"digest": "sha256:_'), undefined],
    ["has another salt", text.replace(SALT, "f".repeat(32)), "items-astray"],
  ])("that %s is refused", (_what, changed, problem) => {
    expect(changed).not.toBe(text);
    expect(read(changed)).toEqual({ ok: false, refusal: problem ?? "seal-malformed" });
  });

  it("of another suite is refused", () => {
    expect(read(text, suiteOf(lines(51)))).toEqual({ ok: false, refusal: "suite-exchanged" });
  });
});

describe("what is not taken into custody", () => {
  const shown = [
    { name: "public.jsonl", suite: suiteOf([{ id: "p", text: "Where is my new card?" }]) },
  ];
  const leaking = [...lines(40), { id: "leak", text: "where is my NEW card" }];

  it("is an item that a public suite nearly repeats, by its line and nothing else", () => {
    expect(plan(leaking, { shown })).toEqual({
      ok: false,
      refusal: { kind: "leaks", leaks: [{ line: 41, file: "public.jsonl", at: 1 }] },
    });
    expect(plan(leaking, { shown, dropsLeaks: true })).toMatchObject({
      value: { dropped: [{ line: 41 }], suite: { items: { length: 40 } } },
    });
  });

  it("is no item that shares a few words with a public one", () => {
    const near = [...lines(40), { id: "other", text: "where is my new phone and my old card" }];
    expect(plan(near, { shown })).toMatchObject({ ok: true });
  });

  it("is a fresh item that repeats one in custody, or its id", () => {
    const first = plan(lines(40));
    if (!first.ok) throw new Error("not sealed");
    const joined = { seal: first.value.seal, suite: first.value.suite };
    const again = [{ id: "fresh", text: "w3a w3b w3c" }];
    expect(plan(again, { joined })).toMatchObject({
      refusal: { kind: "leaks", leaks: [{ line: 1, file: "the sealed suite" }] },
    });
    expect(plan(lines(1), { joined })).toMatchObject({
      refusal: { kind: "ids-taken", lines: [1] },
    });
  });

  it("is so little that nothing is left to ask", () => {
    const cutting = { ...CUTTING, audit: 0.9 };
    expect(plan(lines(1), { cutting })).toMatchObject({ refusal: { kind: "too-few" } });
  });
});
