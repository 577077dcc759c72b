import type { Hash, Place } from "../../core/ledger/merkle.ts";
import type { Draft, Entry } from "../../core/ledger/entry.ts";

type LedgerHead = { readonly size: number; readonly root: string };

/** An entry with the exact bytes that were hashed. */
export type StoredEntry = { readonly entry: Entry; readonly text: string; readonly leaf: string };

/** Append-only. The sequence is the tree size under the head row's lock: no gaps, no forks. */
export type LedgerStore = {
  append(draft: Draft): Promise<Entry>;
  /** One behind the other, without another transaction's between them. */
  appendAll(drafts: readonly Draft[]): Promise<readonly Entry[]>;
  head(): Promise<LedgerHead>;
  /** Entries from `from`, in order, at most `limit`. */
  read(from: number, limit: number): Promise<readonly StoredEntry[]>;
  /** One repository's entries from `from`, in order, at most `limit`. */
  readOf(repositoryId: number, from: number, limit: number): Promise<readonly StoredEntry[]>;
  /** The hashes of subtrees that stand, leaves among them, in the order asked; one that does not is a fault. */
  subtrees(places: readonly Place[]): Promise<readonly Hash[]>;
};
