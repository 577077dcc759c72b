import type { PairedRecord } from "../../core/evaluation/records.ts";
import { type Digest, digestOfJson } from "../../core/kernel/digest.ts";
import type { Entropy } from "../../ports/clock.ts";
import type { Transaction } from "../../ports/store/store.ts";

/**
 * Names raw records without showing them: they stay in the store, and whoever may read them can show
 * that they are these. Right and wrong over some hundred items can be guessed and tried, so the salt
 * is drawn for each commitment and kept where only the records' readers come.
 */
export async function commitRecords(
  tx: Pick<Transaction, "custody">,
  entropy: Entropy,
  records: readonly PairedRecord[],
): Promise<Digest> {
  const salt = entropy.id();
  const commitment = digestOfJson({ salt, records: records.map(rowOf) });
  await tx.custody.saveSalt(commitment, salt);
  return commitment;
}

function rowOf({ item, unit, baseline, candidate }: PairedRecord) {
  return [
    item,
    unit,
    baseline.correct,
    candidate.correct,
    baseline.violation,
    candidate.violation,
    baseline.cost,
    candidate.cost,
    baseline.failed,
    candidate.failed,
    baseline.confidence ?? null,
    candidate.confidence ?? null,
  ];
}
