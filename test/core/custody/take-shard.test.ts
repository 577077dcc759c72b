import { describe, expect, it } from "vitest";
import { MOST_WORDS, SEALED_ENDINGS, type ShardUse } from "../../../src/core/custody/shard-use.ts";
import { takeShard } from "../../../src/core/custody/take-shard.ts";
import { digestOf } from "../../../src/core/kernel/digest.ts";

const shard = (name: string, role: "query" | "audit" = "query") => ({
  name,
  role,
  digest: digestOf(name),
  items: [name],
});
const SEAL = { shards: [shard("audit", "audit"), shard("q1"), shard("q2"), shard("q3")] };
const UNUSED: ShardUse = { words: 0, isRetired: false, isOwn: false };

function take(uses: Readonly<Record<string, Partial<ShardUse>>>) {
  const rows = Object.entries(uses).map(
    ([name, use]) => [digestOf(name), { ...UNUSED, ...use }] as const,
  );
  const taken = takeShard(SEAL, new Map(rows));
  return taken && { active: taken.active.name, spare: taken.spare.map(({ name }) => name) };
}

describe("the shard that a pair is asked on", () => {
  it("is the first that may still say a word, with the open ones after it to spare", () => {
    expect(take({})).toEqual({ active: "q1", spare: ["q2", "q3"] });
    expect(take({ q1: { words: MOST_WORDS - 8 } })).toMatchObject({ active: "q1" });
    expect(take({ q1: { words: MOST_WORDS - 7 } })).toEqual({ active: "q2", spare: ["q3"] });
    expect(take({ q1: { isRetired: true }, q3: { isRetired: true } })).toEqual({
      active: "q2",
      spare: [],
    });
  });

  it("is the one that told it something, even when that one has no word left", () => {
    const spent = { words: MOST_WORDS, isRetired: true, isOwn: true };
    expect(take({ q2: spent })).toEqual({ active: "q2", spare: ["q1", "q3"] });
  });

  it("is none when all are spent, and never the audit shard", () => {
    const spent = { words: MOST_WORDS };
    expect(take({ q1: spent, q2: spent, q3: spent })).toBeUndefined();
    expect(takeShard({ shards: [shard("audit", "audit")] }, new Map())).toBeUndefined();
  });

  it("says fewer than a hundred bits, counted by every ending that can be told apart", () => {
    const bits = MOST_WORDS * Math.log2(SEALED_ENDINGS.length);
    expect(bits).toBeLessThanOrEqual(100);
    expect(bits + Math.log2(SEALED_ENDINGS.length)).toBeGreaterThan(100);
  });
});
