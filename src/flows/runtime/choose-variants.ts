import type { ReasonCode } from "../../core/gate/reason-code.ts";
import type { Instant } from "../../core/kernel/instant.ts";
import { accepted, refused, type Result } from "../../core/kernel/result.ts";
import {
  type Choice,
  chooseProduction,
  chooseVersion,
  type Pin,
  returnedTo,
} from "../../core/rollout/choose-version.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Exposure } from "../../ports/store/rollouts.ts";
import type { Transaction } from "../../ports/store/store.ts";
import type { RuntimeToken } from "../../ports/store/tokens.ts";

/** By unit: every unit that was asked for has one. */
export type Choices = ReadonlyMap<string, Choice>;

export type Asked = {
  readonly place: Pick<RuntimeToken, "repositoryId" | "system">;
  readonly units: readonly string[];
};

/**
 * Which version units of a runtime's system run. The first answer to a unit within a roll-out is
 * written down and kept: the log of evaluations is the log of exposures.
 */
export async function chooseVariants(
  tx: Transaction,
  clock: Clock,
  { place: { repositoryId, system }, units }: Asked,
): Promise<Result<Choices, ReasonCode>> {
  const pointer = await tx.systems.pointer(repositoryId, system);
  const rollout = await tx.rollouts.active(repositoryId, system);
  if (rollout === undefined) {
    if (pointer === undefined) return refused("not-found");
    const promoted = await tx.rollouts.promoted(repositoryId, system);
    const choice = chooseProduction(pointer.artifact, promoted);
    const name = choice.counted?.id;
    return accepted(await keep(tx, { name, units, at: clock.now(), choose: () => choice }));
  }
  // Its baseline was taken back from production: whatever it compares with, nobody is to get it.
  if (pointer !== undefined && pointer.artifact !== rollout.stable) {
    const choice = returnedTo(pointer.artifact);
    return accepted(new Map(units.map((unit) => [unit, choice])));
  }
  const choose: Choosing["choose"] = (unit, pin) => chooseVersion(rollout, unit, pin);
  return accepted(await keep(tx, { name: rollout.id, units, at: clock.now(), choose }));
}

type Choosing = {
  /** Under which units are written down; absent where nothing is counted. */
  readonly name: string | undefined;
  readonly units: readonly string[];
  readonly at: Instant;
  readonly choose: (unit: string, pin: Pin | undefined) => Choice;
};

/** Chooses for each unit, and writes down what those are given whose outcomes will say something. */
async function keep(tx: Transaction, { name, units, at, choose }: Choosing): Promise<Choices> {
  const pins =
    name === undefined ? new Map<string, never>() : await tx.rollouts.variants(name, units);
  const choices = new Map(units.map((unit) => [unit, choose(unit, pinOf(pins.get(unit)))]));
  const fresh = [...choices].flatMap(([unit, { counted, variant, artifact }]): Exposure[] => {
    if (counted === undefined || pins.has(unit)) return [];
    const { id: rolloutId, share } = counted;
    return [{ rolloutId, unit, variant, artifact, share, at }];
  });
  // Another request of the same unit may have come first; its answer is the unit's.
  const earlier = await tx.rollouts.expose(fresh);
  for (const [unit, variant] of earlier) choices.set(unit, choose(unit, { variant }));
  return choices;
}

function pinOf(variant: Pin["variant"] | undefined): Pin | undefined {
  return variant && { variant };
}
