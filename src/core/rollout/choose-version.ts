import type { Digest } from "../kernel/digest.ts";
import { replaysCaptured } from "./delivery.ts";
import { productionName } from "./production.ts";
import type { Rollout } from "./rollout.ts";
import { isAwaited, isUnserved } from "./ask-deployment.ts";
import { variantOf } from "./split.ts";

type Variant = "stable" | "candidate";

/** Which version one unit runs, and why. */
export type Choice = {
  readonly variant: Variant;
  readonly artifact: Digest;
  /** `returned`: traffic is on its way back, whatever the unit was given before. */
  readonly because: "no-rollout" | "split" | "pinned" | "returned";
  /** The roll-out this unit counts in; absent where its outcome would say nothing. */
  readonly counted?: Pick<Rollout, "id" | "step" | "share">;
  /** What is to answer the same input unseen, while the roll-out is in shadow. */
  readonly shadow?: Digest;
};

/** What everybody runs outside of a roll-out; units of a promoted version go on being counted. */
export function chooseProduction(artifact: Digest, promoted: Rollout | undefined): Choice {
  const choice = { variant: "stable", artifact, because: "no-rollout" } as const;
  if (promoted?.production === undefined || promoted.candidate !== artifact) return choice;
  if (isUnserved(promoted)) return choice;
  const { id, step } = promoted;
  return { ...choice, counted: { id: productionName(id), step, share: 100 } };
}

/** What a unit was given earlier in the same roll-out. */
export type Pin = { readonly variant: Variant };

/**
 * A unit keeps the version it was first given, so that no conversation changes its mind mid-way;
 * only a rollback overrides that. A held canary takes on no new units.
 */
export function chooseVersion(rollout: Rollout, unit: string, pin: Pin | undefined): Choice {
  const stable = { variant: "stable", artifact: rollout.stable } as const;
  if (!isServing(rollout)) return returnedTo(rollout.stable);
  const counted = { id: rollout.id, step: rollout.step, share: rollout.share };
  // What is replayed is what production's units had: they tell it under the roll-out's name.
  if (replaysCaptured(rollout)) return { ...stable, because: "no-rollout", counted };
  // Not deployed yet, or replayed: nobody can be given what is nowhere, and no outcome would count.
  if (!isLive(rollout)) return { ...stable, because: "no-rollout" };
  if (rollout.state === "shadow") {
    return { ...stable, because: "split", counted, shadow: rollout.candidate };
  }
  const variant = pin?.variant ?? splitOf(rollout, unit);
  const because = pin === undefined ? "split" : "pinned";
  return variant === "stable"
    ? { ...stable, because, counted }
    : { variant, artifact: rollout.candidate, because, counted };
}

/** Whatever a unit was given before, it runs this now. */
export function returnedTo(artifact: Digest): Choice {
  return { variant: "stable", artifact, because: "returned" };
}

/** In a stage that gives units a version of their own; anything else gives everybody the stable one. */
function isServing({ state, heldFrom }: Rollout): boolean {
  if (state === "held") return heldFrom === "canary";
  return state === "shadow" || state === "canary" || state === "promoting";
}

function isLive(rollout: Rollout): boolean {
  const { delivery, state, share } = rollout;
  if (delivery?.kind === "replay") return false;
  return state === "shadow" ? !isAwaited(rollout) : share > 0;
}

function splitOf(rollout: Rollout, unit: string): Variant {
  return rollout.state === "held" ? "stable" : variantOf(rollout.id, unit, rollout.share);
}
