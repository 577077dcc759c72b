import { draftOf } from "../../core/ledger/drafts.ts";
import { renderReason } from "../../core/prose/reasons.ts";
import {
  judgeProtection,
  placeOf,
  type ProtectionVerdict,
  type Wanted,
} from "../../core/rollout/judge-protection.ts";
import type { RepositoryId } from "../../core/kernel/ids.ts";
import type { Instant } from "../../core/kernel/instant.ts";
import type { Ports } from "../../ports/ports.ts";
import type { Transaction } from "../../ports/store/store.ts";
import { branchKey } from "../reconcile/branch-desk.ts";
import type { Hint } from "./hint.ts";

export type ProtectionHint = Extract<Hint, { kind: "protection-asked" }>;

/** What each job that waits wants to deploy, as GitHub itself has it; nothing where it is gone. */
export async function readWanted(
  { forge }: Pick<Ports, "forge">,
  hints: readonly Hint[],
): Promise<ReadonlyMap<Hint, Wanted>> {
  const wanted = new Map<Hint, Wanted>();
  for (const hint of hints) {
    if (hint.kind !== "protection-asked") continue;
    const repository = await forge.repository(hint.installation, hint.repositoryId);
    const found = await repository.deploymentOf(hint.deployment);
    if (found !== undefined) wanted.set(hint, found);
  }
  return wanted;
}

/** Whether a job may deploy now, by what the record says in this transaction. */
export async function verdictOn(
  tx: Transaction,
  repositoryId: RepositoryId,
  wanted: Wanted,
): Promise<ProtectionVerdict> {
  const system = placeOf(wanted.environment)?.system ?? "";
  const rollout = await tx.rollouts.active(repositoryId, system);
  const pointer = await tx.systems.pointer(repositoryId, system);
  return judgeProtection(wanted, { rollout, production: pointer?.commit });
}

/**
 * Answers one job once: the entry, and the answer that is to reach its run. Where GitHub does not
 * know the deployment any more nobody is answered, which keeps the job waiting.
 */
export async function planAnswer(
  tx: Transaction,
  { repositoryId, run }: ProtectionHint,
  { wanted, guid, now }: { readonly wanted: Wanted; readonly guid: string; readonly now: Instant },
): Promise<void> {
  const { environment, sha } = wanted;
  const { state, reason } = await verdictOn(tx, repositoryId, wanted);
  const subject = { repository_id: repositoryId, head_sha: sha };
  const entry = await tx.ledger.append(
    draftOf(
      "delivery",
      { at: now, subject },
      { delivery: guid, hint: "protection-asked", run, environment, state, reason_code: reason },
    ),
  );
  const { sentence } = renderReason(reason);
  await tx.outbox.plan(
    branchKey(repositoryId),
    {
      kind: "answer-protection",
      slot: `protection/${run}/${environment}`,
      run,
      environment,
      sha,
      state,
      comment: `${sentence} Reason code: ${reason}`,
    },
    entry.seq,
  );
}
