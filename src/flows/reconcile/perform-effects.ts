import type { ReasonCode } from "../../core/gate/reason-code.ts";
import type { Receipt, Repository, SlotLookup } from "../../ports/forge.ts";
import type { Ports } from "../../ports/ports.ts";
import type { PlannedEffect } from "../../ports/store/outbox.ts";
import type { Transaction } from "../../ports/store/store.ts";
import type { Lease } from "../../ports/store/work.ts";
import { queuedAs } from "../rollout/merge-queue.ts";
import { checkMerge } from "../rollout/check-merge.ts";
import { findRestored } from "../incident/find-restored.ts";
import { verdictOn } from "../intake/answer-protection.ts";
import { isStopped } from "../incident/incident-freeze.ts";

type Performing = {
  readonly ports: Pick<Ports, "store" | "log" | "clock">;
  readonly repository: Repository;
  readonly lease: Lease;
};

/**
 * Performs what was planned for a pull request, in order, each at most once on GitHub.
 *
 * Before a call leaves, the store says that it may have left; a process killed between the call and
 * the record finds the object by its slot instead of making a second one. Returns how many were done.
 */
export async function performEffects(performing: Performing): Promise<number> {
  const { ports, lease } = performing;
  const planned = await ports.store.transact((tx) => tx.outbox.pending(lease.key));
  const merge = planned.find(({ effect }) => effect.kind === "merge");
  // Checked before the release check turns green, and again just before the merge: whoever waits
  // for green with a finger on the button must not merge what the check refuses.
  if (merge !== undefined && (await refuseMerge(performing, merge))) return 1;
  let last: Performed | undefined;
  for (const one of planned) last = await performOne(performing, one, last);
  if (last !== undefined) await ports.store.transact((tx) => record(tx, performing, last));
  return planned.length;
}

/** What GitHub answered to an effect, before it is written down. */
type Performed = { readonly planned: PlannedEffect; readonly receipt: Receipt };

/**
 * The answer to the last effect is written down as the next one begins, in one transaction. A process
 * that dies between the two leaves what may have left GitHub's way, as it does after any call.
 */
async function performOne(
  performing: Performing,
  planned: PlannedEffect,
  last: Performed | undefined,
): Promise<Performed | undefined> {
  const { ports, repository, lease } = performing;
  if (isCheckedBefore(planned) && last !== undefined) {
    await ports.store.transact((tx) => record(tx, performing, last));
    return performOne(performing, planned, undefined);
  }
  if (planned.effect.kind === "merge" && (await refuseMerge(performing, planned))) return undefined;
  if (await isAnswerOutdated(performing, planned)) return undefined;
  const githubId = await ports.store.transact(async (tx) => {
    await tx.work.assertHeld(lease);
    if (last !== undefined) await record(tx, performing, last);
    return tx.outbox.start(planned.id);
  });
  const receipt = await repository.perform(planned.effect, {
    ...(githubId === undefined ? {} : { githubId }),
    mayExist: planned.attempts > 0,
    lookup: lookupIn(performing),
  });
  return { planned, receipt };
}

/** What is looked at once more before it leaves, by what the store says of all that left before it. */
function isCheckedBefore({ effect }: PlannedEffect): boolean {
  return effect.kind === "merge" || effect.kind === "answer-protection";
}

/** A job that waited long must not be let through for a stage that is over: it goes on waiting. */
async function isAnswerOutdated(performing: Performing, planned: PlannedEffect): Promise<boolean> {
  const { ports, repository } = performing;
  const { effect } = planned;
  if (effect.kind !== "answer-protection" || effect.state === "rejected") return false;
  const { state, reason } = await ports.store.transact((tx) =>
    verdictOn(tx, repository.id, effect),
  );
  if (state === "approved") return false;
  await refuse(performing, planned, reason);
  return true;
}

/** True when the merge was refused, for a reason that the roll-out then gives. */
async function refuseMerge(performing: Performing, planned: PlannedEffect): Promise<boolean> {
  const { ports, repository, lease } = performing;
  if (await isOfRestoration(performing)) return refuseUnlessRestoring(performing, planned);
  const { known, rollout, stopped } = await ports.store.transact(async (tx) => {
    const record = await tx.pulls.load(lease.key);
    const system = record?.system;
    const place = { repositoryId: repository.id, system: system ?? "" };
    return {
      known: record,
      rollout: await tx.rollouts.ofPull(lease.key),
      stopped: await isStopped(tx, place, ports.clock.now()),
    };
  });
  const detail: ReasonCode | undefined = await checkMerge({
    ports,
    repository,
    pull: lease.key.pull,
    record: known,
    isStopped: stopped,
    rollout,
  });
  if (detail === undefined) return false;
  await refuse(performing, planned, detail);
  return true;
}

async function isOfRestoration({ ports, lease }: Performing): Promise<boolean> {
  const known = await ports.store.transact((tx) => tx.pulls.load(lease.key));
  return known?.restores !== undefined;
}

/** What it was found to put back may be back already, or the branch may have moved under it. */
async function refuseUnlessRestoring(
  performing: Performing,
  planned: PlannedEffect,
): Promise<boolean> {
  const { ports, repository, lease } = performing;
  const pull = await repository.pull(lease.key.pull);
  if (pull.isMerged || (await findRestored({ ports, repository, pull })) !== undefined)
    return false;
  await refuse(performing, planned, "decision-voided");
  return true;
}

function refuse(performing: Performing, planned: PlannedEffect, detail: ReasonCode): Promise<void> {
  const performed = { planned, receipt: { kind: "refused", detail } } as const;
  return performing.ports.store.transact((tx) => record(tx, performing, performed));
}

async function record(
  tx: Transaction,
  { ports }: Performing,
  { planned, receipt }: Performed,
): Promise<void> {
  if (receipt.kind !== "refused") return tx.outbox.finish(planned.id, idOf(receipt));
  ports.log.warn("an effect was refused", {
    kind: planned.effect.kind,
    pull: planned.key.pull,
    detail: receipt.detail,
  });
  return tx.outbox.refuse(planned.id, receipt.detail);
}

function idOf(receipt: Exclude<Receipt, { readonly kind: "refused" }>): string {
  return receipt.kind === "queued" ? queuedAs(receipt.githubId) : receipt.githubId;
}

function lookupIn({ ports, repository }: Performing): SlotLookup {
  return (slot) => ports.store.transact((tx) => tx.outbox.githubIdOf(repository.id, slot));
}
