import { type Digest, digestOfJson } from "../../core/kernel/digest.ts";
import type { Entropy } from "../../ports/clock.ts";
import type { Transaction } from "../../ports/store/store.ts";

/**
 * Names what a stage was shown without showing it: a batch on top of those before it. A short input
 * can be guessed and tried, so each has a salt of its own, which stays where the store's readers come.
 */
export async function commitInputs(
  tx: Pick<Transaction, "custody">,
  entropy: Entropy,
  shown: { readonly before: Digest | undefined; readonly inputs: readonly Digest[] },
): Promise<Digest> {
  const salt = entropy.id();
  const { before = "", inputs } = shown;
  const commitment = digestOfJson({ salt, before, inputs });
  await tx.custody.saveSalt(commitment, salt);
  return commitment;
}
