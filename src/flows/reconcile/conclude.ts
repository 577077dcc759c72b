import type { Effect } from "../../core/decision/effect.ts";
import type { Draft } from "../../core/ledger/entry.ts";
import type { PullRecord } from "../../ports/store/pulls.ts";
import type { Transaction } from "../../ports/store/store.ts";
import type { Lease } from "../../ports/store/work.ts";

/** What one step concluded: how it is remembered, what the ledger says, what GitHub is to show. */
export type Conclusion = {
  readonly record: PullRecord;
  readonly drafts: readonly Draft[];
  readonly effects: readonly Effect[];
};

/** States in which what people approved may still reach the default branch, or just did. */
const LICENSED: readonly string[] = ["approved", "merged"];

/**
 * Writes a conclusion in the caller's transaction: entries first, so that nothing is planned for
 * GitHub that the ledger does not hold. Without an append nothing is ever published.
 */
export async function conclude(
  tx: Transaction,
  lease: Lease,
  conclusion: Conclusion,
): Promise<void> {
  await tx.work.assertHeld(lease);
  const entries = await tx.ledger.appendAll(conclusion.drafts);
  await tx.pulls.save(conclusion.record);
  if (!LICENSED.includes(conclusion.record.state)) await tx.incidents.withdraw(lease.key);
  const after = entries.at(-1)?.seq ?? (await tx.ledger.head()).size - 1;
  const effects = conclusion.effects.map((effect) => withEntry(effect, after));
  await tx.outbox.planAll(lease.key, effects, after);
}

/** A deployment names the entry that it follows from, for whoever deploys it to look up. */
function withEntry(effect: Effect, ledgerEntry: number): Effect {
  if (effect.kind !== "deploy") return effect;
  return { ...effect, payload: { ...effect.payload, ledger_entry: ledgerEntry } };
}
