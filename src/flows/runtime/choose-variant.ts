import type { ReasonCode } from "../../core/gate/reason-code.ts";
import { accepted, refused, type Result } from "../../core/kernel/result.ts";
import { type Choice, chooseVersion } from "../../core/rollout/choose-version.ts";
import type { Ports } from "../../ports/ports.ts";
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
    const rollout = await tx.rollouts.active(repositoryId, system);
    if (rollout === undefined) {
      const pointer = await tx.systems.pointer(repositoryId, system);
      if (pointer === undefined) return refused("not-found");
      return accepted({ variant: "stable", artifact: pointer.artifact, because: "no-rollout" });
    }
    const pin = await tx.rollouts.exposure(rollout.id, unit);
    const choice = chooseVersion(rollout, unit, pin);
    if (choice.counted === undefined || pin !== undefined) return accepted(choice);
    const exposure = await tx.rollouts.expose({
      rolloutId: rollout.id,
      unit,
      variant: choice.variant,
      artifact: choice.artifact,
      share: rollout.share,
      at: clock.now(),
    });
    // Another request of the same unit may have come first; its answer is the unit's.
    return accepted(chooseVersion(rollout, unit, exposure));
  });
}
