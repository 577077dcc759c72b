import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { digestOf } from "../../../src/core/kernel/digest.ts";
import type { Transaction } from "../../../src/ports/store/store.ts";
import { type OpenPlace, openPlace, storePlaces } from "../../support/store-places.ts";

const HALF_A_SECOND = 500;

const BEFORE = digestOf("before");
const pair = (after: string, repositoryId = 7) => ({
  repositoryId,
  system: "triage",
  before: BEFORE,
  after: digestOf(after),
});

describe.each(storePlaces())("what sealed suites have told on %s", (name) => {
  let place: OpenPlace;
  beforeAll(async () => {
    place = await openPlace(name);
  });
  afterAll(() => place.remove());
  const inside = <Value>(work: (tx: Transaction) => Promise<Value>) => place.store.transact(work);
  const useOf = async (shard: string, asker: ReturnType<typeof pair>) =>
    (await inside((tx) => tx.custody.uses([digestOf(shard)], asker))).get(digestOf(shard));
  const count = (shard: string, word: ReturnType<typeof pair>, items = 90, limit?: number) =>
    inside((tx) => tx.custody.countWord({ ...word, shard: digestOf(shard), items }, limit));

  it("is counted over all repositories, once for each pair and number of items", async () => {
    const nothing = { words: 0, isRetired: false, isOwn: false };
    expect(await useOf("s1", pair("a"))).toEqual(nothing);
    for (const word of [pair("a"), pair("a"), pair("b"), pair("a", 8)]) await count("s1", word);
    await count("s1", pair("a"), 180);

    expect(await useOf("s1", pair("a"))).toEqual({ words: 4, isRetired: false, isOwn: true });
    expect(await useOf("s1", pair("c"))).toMatchObject({ words: 4, isOwn: false });
    expect(await useOf("s2", pair("a"))).toEqual(nothing);
  });

  it("never exceeds its limit, whoever asks at once, and repeats an old word for nothing", async () => {
    const asked = Array.from({ length: 8 }, (_, index) => count("s3", pair(`x${index}`), 90, 3));
    const answers = await Promise.all(asked);
    expect(answers.filter(Boolean)).toHaveLength(3);
    expect(await useOf("s3", pair("a"))).toMatchObject({ words: 3 });
    const first = answers.indexOf(true);
    expect(await count("s3", pair(`x${first}`), 90, 3)).toBe(true);
    expect(await count("s3", pair(`x${first}`), 91, 3)).toBe(false);
  });

  it("leaves its last word to one of two that are counted at once", async () => {
    expect(await count("s12", pair("a"), 90, 2)).toBe(true);
    let begin = (): void => undefined;
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const other = begun.then(() => count("s12", pair("c"), 90, 2));
    const first = await inside(async (tx) => {
      const word = { ...pair("b"), shard: digestOf("s12"), items: 90 };
      const isCounted = await tx.custody.countWord(word, 2);
      begin();
      // Whoever does not wait for this transaction has time enough to end before it.
      await Promise.race([other, new Promise((resolve) => setTimeout(resolve, HALF_A_SECOND))]);
      return isCounted;
    });

    expect([first, await other]).toEqual([true, false]);
    expect(await useOf("s12", pair("a"))).toMatchObject({ words: 2 });
  });

  it("is no more once the shard is retired, asked before or not", async () => {
    await count("s4", pair("a"), 90, 35);
    for (const shard of ["s4", "s5"]) await inside((tx) => tx.custody.retire(digestOf(shard)));

    expect(await count("s4", pair("b"), 90, 35)).toBe(false);
    expect(await count("s5", pair("a"), 90, 35)).toBe(false);
    expect(await useOf("s4", pair("a"))).toEqual({ words: 1, isRetired: true, isOwn: true });
    expect(await useOf("s5", pair("a"))).toMatchObject({ words: 0, isRetired: true });
  });

  it("counts a word without a limit, also of a shard that is retired", async () => {
    await inside((tx) => tx.custody.retire(digestOf("s6")));

    expect(await count("s6", pair("a"))).toBe(true);
    expect(await useOf("s6", pair("a"))).toEqual({ words: 1, isRetired: true, isOwn: true });
  });

  it("is a pair's own only where system and both versions are the same", async () => {
    await count("s7", pair("a"));
    const others = [
      { ...pair("a"), system: "triage2" },
      { ...pair("a"), before: digestOf("another") },
      pair("b"),
      pair("a", 8),
    ];

    for (const other of others) {
      expect(await useOf("s7", other)).toMatchObject({ words: 1, isOwn: false });
      expect(await count("s7", other, 90, 1)).toBe(false);
    }
    expect(await count("s7", pair("a"), 90, 1)).toBe(true);
  });

  it("forgets a word whose transaction failed", async () => {
    const failing = inside(async (tx) => {
      await tx.custody.countWord({ ...pair("a"), shard: digestOf("s8"), items: 90 }, 1);
      await tx.custody.retire(digestOf("s8"));
      throw new Error("the process died");
    });

    await expect(failing).rejects.toThrow("the process died");
    expect(await useOf("s8", pair("a"))).toEqual({ words: 0, isRetired: false, isOwn: false });
  });

  it("tells of several shards at once, of each what is its own", async () => {
    await count("s9", pair("a"));
    await inside((tx) => tx.custody.retire(digestOf("s10")));
    const shards = ["s9", "s10", "s11"].map((shard) => digestOf(shard));

    const uses = await inside((tx) => tx.custody.uses(shards, pair("a")));

    expect([...uses]).toEqual([
      [shards[0], { words: 1, isRetired: false, isOwn: true }],
      [shards[1], { words: 0, isRetired: true, isOwn: false }],
      [shards[2], { words: 0, isRetired: false, isOwn: false }],
    ]);
  });

  it("keeps the secret of a commitment, and the first one for good", async () => {
    const commitment = digestOf("records");
    await inside((tx) => tx.custody.saveSalt(commitment, "0123"));
    await inside((tx) => tx.custody.saveSalt(commitment, "4567"));

    expect(await inside((tx) => tx.custody.saltOf(commitment))).toBe("0123");
    expect(await inside((tx) => tx.custody.saltOf(digestOf("other")))).toBeUndefined();
  });
});
