import type { ReasonCode } from "../../core/gate/reason-code.ts";
import type { Receipt, Repository, SlotLookup } from "../../ports/forge.ts";
import type { Ports } from "../../ports/ports.ts";
import type { PlannedEffect } from "../../ports/store/outbox.ts";
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
  const planned = await performing.ports.store.transact((tx) =>
    tx.outbox.pending(performing.lease.key),
  );
  const merge = planned.find(({ effect }) => effect.kind === "merge");
  // Checked before the release check turns green, and again just before the merge: whoever waits
  // for green with a finger on the button must not merge what the check refuses.
  if (merge !== undefined && (await refuseMerge(performing, merge))) return 1;
  for (const effect of planned) await performOne(performing, effect);
  return planned.length;
}

async function performOne(performing: Performing, planned: PlannedEffect): Promise<void> {
  const { ports, repository, lease } = performing;
  if (planned.effect.kind === "merge" && (await refuseMerge(performing, planned))) return;
  if (await isAnswerOutdated(performing, planned)) return;
  const githubId = await ports.store.transact(async (tx) => {
    await tx.work.assertHeld(lease);
    await tx.outbox.start(planned.id);
    return tx.outbox.githubIdOf(repository.id, planned.effect.slot);
  });
  const receipt = await repository.perform(planned.effect, {
    ...(githubId === undefined ? {} : { githubId }),
    mayExist: planned.attempts > 0,
    lookup: lookupIn(performing),
  });
  await record(performing, planned, receipt);
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
  await record(performing, planned, { kind: "refused", detail: reason });
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
  await record(performing, planned, { kind: "refused", detail });
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
  await record(performing, planned, { kind: "refused", detail: "decision-voided" });
  return true;
}

async function record(
  { ports }: Performing,
  planned: PlannedEffect,
  receipt: Receipt,
): Promise<void> {
  await ports.store.transact((tx) =>
    receipt.kind === "refused"
      ? tx.outbox.refuse(planned.id, receipt.detail)
      : tx.outbox.finish(planned.id, idOf(receipt)),
  );
  if (receipt.kind === "refused") {
    ports.log.warn("an effect was refused", {
      kind: planned.effect.kind,
      pull: planned.key.pull,
      detail: receipt.detail,
    });
  }
}

function idOf(receipt: Exclude<Receipt, { readonly kind: "refused" }>): string {
  return receipt.kind === "queued" ? queuedAs(receipt.githubId) : receipt.githubId;
}

function lookupIn({ ports, repository }: Performing): SlotLookup {
  return (slot) => ports.store.transact((tx) => tx.outbox.githubIdOf(repository.id, slot));
}
