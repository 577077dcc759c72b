import type { Repository, SlotLookup } from "../ports/forge.ts";
import type { Ports } from "../ports/ports.ts";
import type { PlannedEffect } from "../ports/store/outbox.ts";
import type { Lease } from "../ports/store/work.ts";

type Performing = {
  readonly ports: Pick<Ports, "store" | "log">;
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
  for (const effect of planned) await performOne(performing, effect);
  return planned.length;
}

async function performOne(performing: Performing, planned: PlannedEffect): Promise<void> {
  const { ports, repository, lease } = performing;
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
  await ports.store.transact((tx) =>
    receipt.kind === "performed"
      ? tx.outbox.finish(planned.id, receipt.githubId)
      : tx.outbox.refuse(planned.id, receipt.detail),
  );
  if (receipt.kind === "refused") {
    ports.log.warn("GitHub refused an effect", { kind: planned.effect.kind });
  }
}

function lookupIn({ ports, repository }: Performing): SlotLookup {
  return (slot) => ports.store.transact((tx) => tx.outbox.githubIdOf(repository.id, slot));
}
