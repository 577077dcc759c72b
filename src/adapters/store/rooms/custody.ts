import { and, count, eq } from "drizzle-orm";
import type { ShardUse } from "../../../core/custody/shard-use.ts";
import type { Digest } from "../../../core/kernel/digest.ts";
import type { Custody, Word } from "../../../ports/store/custody.ts";
import type { Pair } from "../../../ports/store/evidence.ts";
import type { Database } from "../database.ts";
import { ofSystem } from "../of-system.ts";
import { commitments, sealedShards, sealedWords } from "../tables/custody.ts";

export function custodyIn(database: Database): Custody {
  return {
    uses: async (shards, pair) => {
      const uses = new Map<Digest, ShardUse>();
      for (const shard of shards) uses.set(shard, await useOf(database, shard, pair));
      return uses;
    },
    countWord: (word, limit) => countWord(database, word, limit),
    retire: async (shard) => {
      const row = { shard, retired: true };
      await database
        .insert(sealedShards)
        .values(row)
        .onConflictDoUpdate({ target: sealedShards.shard, set: { retired: true } });
    },
    saveSalt: async (commitment, salt) => {
      await database.insert(commitments).values({ commitment, salt }).onConflictDoNothing();
    },
    saltOf: async (commitment) => {
      const [row] = await database
        .select()
        .from(commitments)
        .where(eq(commitments.commitment, commitment));
      return row?.salt;
    },
  };
}

async function useOf(database: Database, shard: Digest, pair: Pair): Promise<ShardUse> {
  const [known] = await database.select().from(sealedShards).where(eq(sealedShards.shard, shard));
  const words = await wordsOver(database, shard);
  const own = await database
    .select()
    .from(sealedWords)
    .where(and(eq(sealedWords.shard, shard), ofPair(pair)))
    .limit(1);
  return { words, isRetired: known?.retired ?? false, isOwn: own.length > 0 };
}

/** The shard's row is locked first: two pairs at once would each find room for one word more. */
async function countWord(database: Database, word: Word, limit?: number): Promise<boolean> {
  const { shard, repositoryId, system, before, after, items } = word;
  await database.insert(sealedShards).values({ shard, retired: false }).onConflictDoNothing();
  const [row] = await database
    .select()
    .from(sealedShards)
    .where(eq(sealedShards.shard, shard))
    .for("update");
  const known = await database
    .select()
    .from(sealedWords)
    .where(and(eq(sealedWords.shard, shard), ofPair(word), eq(sealedWords.items, items)));
  if (known.length > 0) return true;
  const isOpen = row?.retired === false && (await wordsOver(database, shard)) < (limit ?? Infinity);
  if (limit !== undefined && !isOpen) return false;
  await database.insert(sealedWords).values({ shard, repositoryId, system, before, after, items });
  return true;
}

async function wordsOver(database: Database, shard: Digest): Promise<number> {
  const [told] = await database
    .select({ words: count() })
    .from(sealedWords)
    .where(eq(sealedWords.shard, shard));
  return told?.words ?? 0;
}

function ofPair(pair: Pair) {
  return and(
    ofSystem(sealedWords, pair),
    eq(sealedWords.before, pair.before),
    eq(sealedWords.after, pair.after),
  );
}
