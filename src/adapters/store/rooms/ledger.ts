import { type SQL, and, asc, eq, gte, sql } from "drizzle-orm";
import { parseEntry, sealEntry } from "../../../core/ledger/entry-schema.ts";
import type { Draft, Entry } from "../../../core/ledger/entry.ts";
import {
  type CompactRange,
  growTree,
  type Hash,
  leafHash,
  type Place,
  rootOfRange,
  type TreeNode,
} from "../../../core/ledger/merkle.ts";
import type { LedgerStore, StoredEntry } from "../../../ports/store/ledger-store.ts";
import type { Database } from "../database.ts";
import { numbers } from "../many.ts";
import { ledgerEntries, ledgerHead, ledgerNodes } from "../tables/ledger.ts";

const THE_HEAD = eq(ledgerHead.id, 1);

/** For one transaction, which locks the head with its first entry and is alone with it to its end. */
export function ledgerIn(database: Database): LedgerStore {
  let locked: CompactRange | undefined;
  const appendAll: LedgerStore["appendAll"] = async (drafts) => {
    if (drafts.length === 0) return [];
    const grown = growAll(locked ?? (await lockHead(database)), drafts);
    await write(database, grown);
    locked = grown.range;
    return grown.rows.map(({ entry }) => entry);
  };
  return {
    append: async (draft) => {
      const [entry] = await appendAll([draft]);
      if (entry === undefined) throw new Error("nothing was appended");
      return entry;
    },
    appendAll,
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
    subtrees: (places) => readSubtrees(database, places),
  };
}

/** The head row stays locked until the transaction ends: appends form one line, without gaps. */
async function lockHead(database: Database): Promise<CompactRange> {
  const [head] = await database.select().from(ledgerHead).where(THE_HEAD).for("update");
  if (head === undefined) throw new Error("the ledger has no head row");
  return { size: head.size, hashes: head.range };
}

type Grown = {
  readonly range: CompactRange;
  readonly rows: readonly { readonly entry: Entry; readonly leaf: Hash; readonly text: string }[];
  readonly nodes: readonly TreeNode[];
};

function growAll(head: CompactRange, drafts: readonly Draft[]): Grown {
  let grown: Grown = { range: head, rows: [], nodes: [] };
  for (const draft of drafts) {
    const { entry, text } = sealEntry(draft, grown.range.size);
    const leaf = leafHash(text);
    const { range, nodes } = growTree(grown.range, leaf);
    const rows = [...grown.rows, { entry, leaf, text }];
    grown = { range, rows, nodes: [...grown.nodes, ...nodes] };
  }
  return grown;
}

async function write(database: Database, { range, rows, nodes }: Grown): Promise<void> {
  const entries = rows.map(({ entry, leaf, text }) => {
    return { seq: entry.seq, leaf, repositoryId: entry.subject.repository_id, text };
  });
  await database.insert(ledgerEntries).values(entries);
  if (nodes.length > 0) await database.insert(ledgerNodes).values([...nodes]);
  await database
    .update(ledgerHead)
    .set({ size: range.size, root: rootOfRange(range), range: range.hashes })
    .where(THE_HEAD);
}

/**
 * Leaves stand in their entries, the nodes above them in a table of their own. One statement of the
 * same text whatever a proof is made of, whose every hash is looked up by its key: without statistics,
 * as on the embedded database, a planner may read a whole table to join some twenty rows.
 */
async function readSubtrees(database: Database, places: readonly Place[]): Promise<Hash[]> {
  const levels = numbers(places, ({ level }) => level);
  const ats = numbers(places, ({ at }) => at);
  const hash = sql<Hash | null>`CASE WHEN asked.level = 0
    THEN (SELECT leaf FROM ${ledgerEntries} WHERE seq = asked.at)
    ELSE (SELECT hash FROM ${ledgerNodes} AS node WHERE node.level = asked.level AND node.at = asked.at)
    END`;
  const rows = await database
    .select({ hash })
    .from(
      sql`unnest(${levels}::integer[], ${ats}::bigint[]) WITH ORDINALITY AS asked (level, at, place)`,
    )
    .orderBy(sql`asked.place`);
  return places.map(({ level, at }, index) => {
    const found = rows[index]?.hash ?? undefined;
    if (found === undefined) throw new Error(`the ledger has no subtree ${level}/${at}`);
    return found;
  });
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
