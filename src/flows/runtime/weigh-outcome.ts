import { countsInStage } from "../../core/rollout/check-outcome.ts";
import type { Health } from "../../core/rollout/health.ts";
import { observeOutcome } from "../../core/rollout/observe-outcome.ts";
import type { Rollout } from "../../core/rollout/rollout.ts";
import { EVEN_SPLIT, observeSplit } from "../../core/rollout/split-evidence.ts";
import type { OutcomeRecord } from "../../ports/store/outcomes.ts";
import type { Exposure } from "../../ports/store/rollouts.ts";
import { type KnownUnits, outcomeOf } from "./known-units.ts";

type Weighing = {
  readonly rollout: Rollout;
  readonly record: OutcomeRecord;
  readonly exposure: Exposure;
  /** True where this outcome is all that is known of which version the unit was given. */
  readonly isTold: boolean;
};

/** What a record adds to the health of the stage it was made in; nothing to a later one. */
export function weighOutcome(known: KnownUnits, weighing: Weighing): Health {
  const { rollout, record, exposure } = weighing;
  // What is replayed is the evidence there: a live unit hands its input in, and says nothing of the candidate.
  if (rollout.delivery?.kind === "replay") return rollout.health;
  if (!countsInStage(rollout, exposure)) return rollout.health;
  if (rollout.state === "shadow") return weighPair(known, rollout, record);
  const variant = record.variant === "candidate" ? "candidate" : "stable";
  const health = observeOutcome(rollout, { variant, metrics: record.metrics });
  if (!weighing.isTold) return health;
  const { split = EVEN_SPLIT } = health;
  return { ...health, split: observeSplit(split, variant === "candidate", rollout.share) };
}

/**
 * In shadow both versions answer the same unit, so a record counts when its counterpart is there:
 * candidate against stable on one input. What the shadow could not measure is not compared.
 */
function weighPair(known: KnownUnits, rollout: Rollout, record: OutcomeRecord): Health {
  const other = record.variant === "shadow" ? "stable" : "shadow";
  const counterpart = outcomeOf(known, { unit: record.unit, variant: other });
  if (counterpart === undefined) return rollout.health;
  const [stable, shadow] =
    record.variant === "shadow" ? [counterpart, record] : [record, counterpart];
  const seen = Object.entries(stable.metrics).filter(([name]) =>
    Object.hasOwn(shadow.metrics, name),
  );
  const shared = Object.fromEntries(seen);
  const health = observeOutcome(rollout, { variant: "stable", metrics: shared });
  const metrics = Object.fromEntries(
    Object.entries(shadow.metrics).filter(([name]) => Object.hasOwn(shared, name)),
  );
  return observeOutcome({ ...rollout, health }, { variant: "candidate", metrics });
}
