import { and, asc, eq, like, lt, or } from "drizzle-orm";
import { knownCaution } from "../../core/decision/caution.ts";
import type { Caution } from "../../core/evaluation/evaluation.ts";
import { parseEntry } from "../../core/ledger/entry-schema.ts";
import { liveOutcomes, OUTCOME_KINDS } from "../../core/ledger/live-outcomes.ts";
import type { Database } from "./database.ts";
import { ledgerEntries, ledgerHead } from "./tables/ledger.ts";

type Owner = { readonly repositoryId: number; readonly system: string };

/**
 * How strict the ledger says to be with a system. Read from the entries themselves: a counter beside
 * them could be moved by whoever can write to the database and not to the ledger.
 */
export async function readCaution(
  database: Database,
  owner: Owner,
): Promise<{ readonly caution?: Caution }> {
  // The size first: what is appended meanwhile belongs to the next look, and the record says so.
  const [head] = await database.select().from(ledgerHead);
  const size = head?.size ?? 0;
  const rows = await database
    .select({ text: ledgerEntries.text })
    .from(ledgerEntries)
    .where(
      and(
        eq(ledgerEntries.repositoryId, owner.repositoryId),
        lt(ledgerEntries.seq, size),
        holds("system", owner.system),
        or(...OUTCOME_KINDS.map((kind) => holds("kind", kind))),
      ),
    )
    .orderBy(asc(ledgerEntries.seq));
  const entries = rows.flatMap(({ text }) => {
    const entry = parseEntry(text);
    if (!entry.ok) throw new Error(`a ledger entry is corrupt: ${entry.refusal}`);
    return [entry.value];
  });
  const outcomes = liveOutcomes(entries).filter(({ system }) => system === owner.system);
  return knownCaution(outcomes, size);
}

/** Entries are canonical JSON, so a member stands there in one form only; more is sorted out later. */
function holds(name: string, value: string) {
  return like(ledgerEntries.text, `%${JSON.stringify(name)}:${JSON.stringify(value)}%`);
}
