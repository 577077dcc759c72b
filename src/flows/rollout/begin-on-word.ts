import type { ReasonCode } from "../../core/gate/reason-code.ts";
import type { Instant } from "../../core/kernel/instant.ts";
import { approvalFacts, draftOf } from "../../core/ledger/drafts.ts";
import { refused, type Result } from "../../core/kernel/result.ts";
import type { Rollout } from "../../core/rollout/rollout.ts";
import { transition } from "../../core/rollout/transition.ts";
import { refuseVouching } from "../../core/rollout/vouching.ts";
import type { CommandRequest } from "../../ports/store/commands.ts";
import type { PullRecord } from "../../ports/store/pulls.ts";
import type { Transaction } from "../../ports/store/store.ts";
import { askBudget, spendBy } from "../gates/ask-budget.ts";
import { isStopped } from "../incident/incident-freeze.ts";
import { boundOf } from "../reading/bound-of.ts";
import { type Reconciling, subjectOf } from "../reconcile/reconciling.ts";
import { enter } from "./advance-pull.ts";
import { bearRollout } from "./bear-rollout.ts";
import { holdSystem } from "./hold-system.ts";
import type { Word } from "./prepare-word.ts";

export type Wording = {
  readonly record: PullRecord;
  readonly word: Word;
  readonly now: Instant;
  /** The latest of the pull request. */
  readonly earlier: Rollout | undefined;
};

/** A roll-out that was born, and its first stage. */
export type BornOnWord = { readonly before: Rollout; readonly after: Rollout };

/**
 * Makes the roll-out of a quarantined mutation, or says why there is none in this state of things.
 * It takes a slot of the system's acceptances, so that it is no way round the budget; no acceptance
 * is counted for the epoch, whose error rate is about evidence that this one does not have.
 */
export async function bearOnWord(
  tx: Transaction,
  reconciling: Reconciling,
  wording: Wording,
): Promise<Result<BornOnWord, ReasonCode>> {
  const reason =
    (await refuseWord(tx, reconciling, wording)) ?? (await refuseSlot(tx, reconciling, wording));
  if (reason !== undefined) return refused(reason);
  const { word, now } = wording;
  const { mutation } = word;
  const { caution } = await tx.evidence.epoch({
    repositoryId: wording.record.key.repositoryId,
    system: mutation.system,
    before: mutation.before.digest,
    after: mutation.after.digest,
  });
  const born = await bearRollout(tx, reconciling, {
    ...word,
    caution,
    tip: word.gathered.tip.commit,
    now,
    reason: "vouched-by-people",
  });
  const before: Rollout = { ...born, vouching: { for: "quarantine", stands: true } };
  const next = transition(before, { kind: "command", command: "shadow" }, now);
  if (!next.ok) return next;
  const busy = await holdSystem(tx, { key: wording.record.key, rollout: next.value, now });
  if (busy !== undefined) return refused(busy);
  return { ok: true, value: { before, after: { ...next.value, reason: "vouched-by-people" } } };
}

async function refuseWord(
  tx: Transaction,
  { pull }: Reconciling,
  { record, word, now, earlier }: Wording,
): Promise<ReasonCode | undefined> {
  const { gathered, mutation, rules } = word;
  if (record.bound !== boundOf(pull, gathered)) return "command-stale";
  // Live evidence has spoken against this very version; another look at the suites changes nothing.
  if (earlier?.state === "rolled-back" && earlier.after === mutation.after.digest) {
    return "vouching-refused";
  }
  const refusal = refuseVouching(record, rules.rollout);
  if (refusal !== undefined) return refusal;
  const { repositoryId } = record.key;
  const place = { repositoryId, system: mutation.system };
  return (await isStopped(tx, place, now)) ? "incident-open" : undefined;
}

async function refuseSlot(
  tx: Transaction,
  reconciling: Reconciling,
  { word }: Wording,
): Promise<ReasonCode | undefined> {
  const { report } = await askBudget(tx, { reconciling, gathered: word.gathered }, word);
  return report.outcome === "pass" ? undefined : report.reason;
}

type Beginning = Wording & { readonly request: CommandRequest; readonly born: BornOnWord };

/** Writes down who let live evidence decide, and begins. */
export async function beginOnWord(
  tx: Transaction,
  reconciling: Reconciling,
  { record, word, now, request, born }: Beginning,
): Promise<void> {
  const { mutation, gathered, approvals } = word;
  const spend = spendBy({ reconciling, gathered }, word);
  await tx.budgets.record({ ...spend, kind: "accepted", amount: 1 });
  await tx.ledger.append(
    draftOf(
      "decision",
      { at: now, subject: subjectOf(reconciling, mutation.system) },
      {
        decision: "vouched",
        reason_code: "vouched-by-people",
        quarantined_for: record.reason,
        system_before: mutation.before.digest,
        system_after: mutation.after.digest,
        charter: gathered.change.charterDigest,
        actor_id: request.actor.id,
        ...approvalFacts(approvals),
      },
    ),
  );
  const named: PullRecord = { ...record, rolloutId: born.after.id, drift: mutation.drift };
  await enter(tx, reconciling, { record: named, ...born, now });
}
