import { anchorOf } from "../../core/budget/drift-since-anchor.ts";
import { instant } from "../../core/kernel/instant.ts";
import type { Anchor } from "../evaluation/evaluating.ts";
import { namesOf } from "../gates/ask-budget.ts";
import type { Weighing } from "../gates/governing.ts";

/**
 * The version that people last approved, where the system has moved on from it by anything but this
 * change; from the registry, which keeps every version that a mutation ever led from or to.
 */
export async function loadAnchor({ reconciling, gathered }: Weighing): Promise<Anchor | undefined> {
  const { mutation, charter } = gathered.change;
  if (mutation === undefined) return undefined;
  const { repositoryId } = reconciling.lease.key;
  const { system, before, after } = mutation;
  const digest = await reconciling.ports.store.transact(async (tx) => {
    const names = await namesOf(tx, { repositoryId, mutation, charter });
    return anchorOf(await tx.budgets.spentSince(repositoryId, names, instant(0)), system);
  });
  // What people approved is in no need of being compared with itself.
  if (digest === undefined || digest === before.digest || digest === after.digest) return undefined;
  return (await reconciling.readVersion(digest)) ?? "missing";
}
