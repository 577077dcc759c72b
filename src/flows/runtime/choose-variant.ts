import type { ReasonCode } from "../../core/gate/reason-code.ts";
import { accepted, refused, type Result } from "../../core/kernel/result.ts";
import type { Instant } from "../../core/kernel/instant.ts";
import {
  type Choice,
  chooseProduction,
  chooseVersion,
  returnedTo,
} from "../../core/rollout/choose-version.ts";
import type { Ports } from "../../ports/ports.ts";
import type { Exposure } from "../../ports/store/rollouts.ts";
import type { Transaction } from "../../ports/store/store.ts";
import type { RuntimeToken } from "../../ports/store/tokens.ts";

/**
 * Which version a unit of a runtime's system runs. The first answer within a roll-out is written
 * down and kept: the log of evaluations is the log of exposures.
 */
export async function chooseVariant(
  { store, clock }: Pick<Ports, "store" | "clock">,
  { repositoryId, system }: Pick<RuntimeToken, "repositoryId" | "system">,
  unit: string,
): Promise<Result<Choice, ReasonCode>> {
  return store.transact(async (tx) => {
    const pointer = await tx.systems.pointer(repositoryId, system);
    const rollout = await tx.rollouts.active(repositoryId, system);
    if (rollout === undefined) {
      if (pointer === undefined) return refused("not-found");
      const { artifact } = pointer;
      const promoted = await tx.rollouts.promoted(repositoryId, system);
      const choice = chooseProduction(artifact, promoted);
      await expose(tx, { choice, unit, at: clock.now() });
      return accepted(choice);
    }
    // Its baseline was taken back from production: whatever it compares with, nobody is to get it.
    if (pointer !== undefined && pointer.artifact !== rollout.stable) {
      return accepted(returnedTo(pointer.artifact));
    }
    const pin = await tx.rollouts.exposure(rollout.id, unit);
    const choice = chooseVersion(rollout, unit, pin);
    if (choice.counted === undefined || pin !== undefined) return accepted(choice);
    const exposure = await expose(tx, { choice, unit, at: clock.now() });
    // Another request of the same unit may have come first; its answer is the unit's.
    return accepted(chooseVersion(rollout, unit, exposure));
  });
}

type Given = { readonly choice: Choice; readonly unit: string; readonly at: Instant };

/** The log of what units were given; nothing where their outcomes would say nothing. */
async function expose(tx: Transaction, { choice, unit, at }: Given): Promise<Exposure | undefined> {
  const { counted, variant, artifact } = choice;
  if (counted === undefined) return undefined;
  const { id: rolloutId, share } = counted;
  return tx.rollouts.expose({ rolloutId, unit, variant, artifact, share, at });
}
