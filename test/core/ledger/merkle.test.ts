import { createHash } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  EMPTY_RANGE,
  EMPTY_ROOT,
  appendLeaf,
  growTree,
  leafHash,
  nodeHash,
  rootOfLeaves,
  rootOfRange,
} from "../../../src/core/ledger/merkle.ts";
import {
  checkConsistency,
  checkInclusion,
  planConsistency,
  planInclusion,
  proofHashes,
} from "../../../src/core/ledger/proofs.ts";
import { proveConsistency, proveInclusion } from "../../support/prove.ts";

/** The tree as RFC 6962 §2.1 defines it, word for word and slowly. */
function definedRoot(entries: readonly Buffer[]): string {
  const hash = (...parts: Buffer[]) => createHash("sha256").update(Buffer.concat(parts)).digest();
  const tree = (some: readonly Buffer[]): Buffer => {
    const [first] = some;
    if (first === undefined) return hash();
    if (some.length === 1) return hash(Buffer.of(0), first);
    const split = 2 ** Math.floor(Math.log2(some.length - 1));
    return hash(Buffer.of(1), tree(some.slice(0, split)), tree(some.slice(split)));
  };
  return tree(entries).toString("hex");
}

const MOST = 65;
const ENTRIES = Array.from({ length: MOST }, (_, index) => Buffer.from(`entry ${index}`));
const LEAVES = ENTRIES.map((entry) => leafHash(entry));
const ROOTS = Array.from({ length: MOST + 1 }, (_, size) => rootOfLeaves(LEAVES.slice(0, size)));
const rootOf = (size: number) => ROOTS[size] ?? "";
const leafOf = (index: number) => LEAVES[index] ?? "";
const sizes = Array.from({ length: MOST }, (_, index) => index + 1);

/** Every hash with one bit turned, one at a time. */
function bent(hashes: readonly string[]): string[][] {
  const turn = (hash: string) => {
    const bytes = Buffer.from(hash, "hex");
    bytes[7] = (bytes[7] ?? 0) ^ 4;
    return bytes.toString("hex");
  };
  return hashes.map((_, at) => hashes.map((hash, index) => (index === at ? turn(hash) : hash)));
}

describe("the Merkle tree", () => {
  it("has the roots that are published for the eight reference leaves", () => {
    const inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657"];
    const last = "606162636465666768696a6b6c6d6e6f";
    const leaves = [...inputs, last].map((hex) => leafHash(Buffer.from(hex, "hex")));
    const shortened = Array.from({ length: 9 }, (_, size) =>
      rootOfLeaves(leaves.slice(0, size)).replace(/^(.{8}).*(.{4})$/, "$1 $2"),
    );
    expect(shortened).toEqual([
      "e3b0c442 b855",
      "6e340b9c a01d",
      "fac54203 c125",
      "aeb6bcfe 6e77",
      "d37ee418 14b7",
      "4e3bbb1f 64d4",
      "76e67dad 87ef",
      "ddb89be4 4c8c",
      "5dc9da79 4328",
    ]);
  });

  it.each([0, ...sizes])("has the defined root at %i leaves, appended one by one", (size) => {
    const range = LEAVES.slice(0, size).reduce(appendLeaf, EMPTY_RANGE);
    expect(rootOfRange(range)).toBe(definedRoot(ENTRIES.slice(0, size)));
  });

  it("keeps at most one hash per bit of its size", () => {
    const range = LEAVES.reduce(appendLeaf, EMPTY_RANGE);
    expect(range.hashes).toHaveLength(2);
    expect(range.size).toBe(65);
  });

  it("writes each perfect subtree down once, with the leaf that completes it", () => {
    let range = EMPTY_RANGE;
    const written = LEAVES.flatMap((leaf) => {
      const grown = growTree(range, leaf);
      range = grown.range;
      return grown.nodes;
    });
    expect(written).toHaveLength(64 - 1);
    for (const { level, at, hash } of written) {
      const width = 2 ** level;
      expect(hash).toBe(rootOfLeaves(LEAVES.slice(at * width, (at + 1) * width)));
    }
  });

  it("tells a leaf from an inner node, so that neither passes for the other", () => {
    const children = Buffer.concat([Buffer.from(leafOf(0), "hex"), Buffer.from(leafOf(1), "hex")]);
    expect(leafHash(children)).not.toBe(nodeHash(leafOf(0), leafOf(1)));
    expect(rootOfLeaves([])).toBe(EMPTY_ROOT);
  });
});

describe("an inclusion proof", () => {
  it.each(sizes)("convinces for every leaf of a tree of %i and for nothing else", (size) => {
    const leaves = LEAVES.slice(0, size);
    for (let index = 0; index < size; index += 1) {
      const proof = proveInclusion(leaves, index);
      expect(checkInclusion(proof, leafOf(index), rootOf(size))).toBe(true);
      const other = leafOf((index + 1) % MOST);
      expect(checkInclusion(proof, other, rootOf(size))).toBe(false);
      expect(checkInclusion(proof, leafOf(index), rootOf(size - 1))).toBe(false);
      const longer = { ...proof, hashes: [...proof.hashes, leafOf(0)] };
      expect(checkInclusion(longer, leafOf(index), rootOf(size))).toBe(false);
      const shorter = { ...proof, hashes: proof.hashes.slice(1) };
      const isWhole = proof.hashes.length === 0;
      expect(checkInclusion(shorter, leafOf(index), rootOf(size))).toBe(isWhole);
      for (const hashes of bent(proof.hashes)) {
        expect(checkInclusion({ ...proof, hashes }, leafOf(index), rootOf(size))).toBe(false);
      }
    }
  });

  it("refuses numbers that are no place in a tree", () => {
    for (const index of [-1, 4, 0.5, Number.NaN]) {
      expect(() => proveInclusion(LEAVES.slice(0, 4), index)).toThrow(RangeError);
      const claim = { index, size: 4, hashes: [] };
      expect(checkInclusion(claim, leafOf(0), rootOf(4))).toBe(false);
    }
  });
});

describe("what a proof reads", () => {
  const million = 1_000_000;

  it("is at most two hashes for each bit of the size, whatever the log holds", () => {
    for (const index of [0, 1, 524_287, 524_288, million - 1]) {
      expect(planInclusion(index, million).flat().length).toBeLessThanOrEqual(40);
      expect(planConsistency(index + 1, million).flat().length).toBeLessThanOrEqual(40);
    }
  });

  it("is subtrees that stand in the tree of that size, so that none is still to be completed", () => {
    const places = [planInclusion(77, million), planConsistency(77, million)].flat(2);
    for (const { level, at } of places) expect((at + 1) * 2 ** level).toBeLessThanOrEqual(million);
  });

  it("must all be there", () => {
    expect(() => proofHashes(planInclusion(0, 7), [leafOf(1)])).toThrow(RangeError);
  });
});

describe("a consistency proof", () => {
  it.each(sizes)("convinces for every beginning of a tree of %i and for nothing else", (size) => {
    const leaves = LEAVES.slice(0, size);
    for (let from = 1; from <= size; from += 1) {
      const proof = proveConsistency(leaves, from);
      const roots = { from: rootOf(from), to: rootOf(size) };
      expect(checkConsistency(proof, roots)).toBe(true);
      expect(checkConsistency(proof, { ...roots, from: rootOf(from - 1) })).toBe(false);
      expect(checkConsistency(proof, { from: roots.to, to: roots.from })).toBe(from === size);
      const longer = { ...proof, hashes: [...proof.hashes, leafOf(0)] };
      expect(checkConsistency(longer, roots)).toBe(false);
      for (const hashes of bent(proof.hashes)) {
        expect(checkConsistency({ ...proof, hashes }, roots)).toBe(false);
      }
    }
  });

  it("refuses the empty tree as a beginning, because that would show nothing", () => {
    expect(() => proveConsistency(LEAVES, 0)).toThrow(RangeError);
    const claim = { from: 0, to: 4, hashes: [] };
    expect(checkConsistency(claim, { from: EMPTY_ROOT, to: rootOf(4) })).toBe(false);
  });

  it("shows that no record was rewritten behind any checkpoint", () => {
    const strings = fc.array(fc.string(), { minLength: 2, maxLength: 40 });
    fc.assert(
      fc.property(strings, fc.nat(), fc.nat(), (texts, someFrom, someAt) => {
        const from = 1 + (someFrom % texts.length);
        const at = someAt % from;
        const before = texts.slice(0, from).map((text) => leafHash(text));
        const rewritten = texts.map((text, index) => leafHash(index === at ? `${text}!` : text));
        const roots = { from: rootOfLeaves(before), to: rootOfLeaves(rewritten) };
        return !checkConsistency(proveConsistency(rewritten, from), roots);
      }),
    );
  });
});
