import { type SQL, and, asc, eq, gte, lt } from "drizzle-orm";
import { parseEntry, sealEntry } from "../../../core/ledger/entry-schema.ts";
import type { Draft, Entry } from "../../../core/ledger/entry.ts";
import { appendLeaf, leafHash, rootOfRange } from "../../../core/ledger/merkle.ts";
import type { LedgerStore, StoredEntry } from "../../../ports/store/ledger-store.ts";
import type { Database } from "../database.ts";
import { ledgerEntries, ledgerHead } from "../tables/ledger.ts";

const THE_HEAD = eq(ledgerHead.id, 1);

export function ledgerIn(database: Database): LedgerStore {
  return {
    append: (draft) => append(database, draft),
    head: async () => {
      const [row] = await database.select().from(ledgerHead).where(THE_HEAD);
      if (row === undefined) throw new Error("the ledger has no head row");
      return { size: row.size, root: row.root };
    },
    read: (from, limit) => select(database, gte(ledgerEntries.seq, from), limit),
    readOf: (repositoryId, from, limit) => {
      const own = eq(ledgerEntries.repositoryId, repositoryId);
      return select(database, and(own, gte(ledgerEntries.seq, from)), limit);
    },
    leaves: async (size) => {
      const rows = await database
        .select({ leaf: ledgerEntries.leaf })
        .from(ledgerEntries)
        .where(lt(ledgerEntries.seq, size))
        .orderBy(asc(ledgerEntries.seq));
      return rows.map((row) => row.leaf);
    },
  };
}

/** The head row stays locked until the transaction ends: appends form one line, without gaps. */
async function append(database: Database, draft: Draft): Promise<Entry> {
  const [head] = await database.select().from(ledgerHead).where(THE_HEAD).for("update");
  if (head === undefined) throw new Error("the ledger has no head row");
  const { entry, text } = sealEntry(draft, head.size);
  const leaf = leafHash(text);
  const range = appendLeaf({ size: head.size, hashes: head.range }, leaf);
  await database
    .insert(ledgerEntries)
    .values({ seq: entry.seq, leaf, repositoryId: entry.subject.repository_id, text });
  await database
    .update(ledgerHead)
    .set({ size: range.size, root: rootOfRange(range), range: range.hashes })
    .where(THE_HEAD);
  return entry;
}

async function select(
  database: Database,
  where: SQL | undefined,
  limit: number,
): Promise<readonly StoredEntry[]> {
  const rows = await database
    .select()
    .from(ledgerEntries)
    .where(where)
    .orderBy(asc(ledgerEntries.seq))
    .limit(limit);
  return rows.map(storedEntryOf);
}

function storedEntryOf(row: typeof ledgerEntries.$inferSelect): StoredEntry {
  const entry = parseEntry(row.text);
  if (!entry.ok) throw new Error(`ledger entry ${row.seq} is corrupt: ${entry.refusal}`);
  return { entry: entry.value, text: row.text, leaf: row.leaf };
}
