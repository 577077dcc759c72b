import type { ReasonCode } from "../gate/reason-code.ts";
import { type Instant, later } from "../kernel/instant.ts";
import type { Rollout } from "./rollout.ts";
import { isUnserved } from "./ask-deployment.ts";
import { replaysCaptured } from "./delivery.ts";
import { fitsScale } from "./scale.ts";

/** A report of how one unit went, before anything in it is believed. */
export type ReportedOutcome = {
  readonly variant: "stable" | "candidate" | "shadow";
  readonly metrics: Readonly<Record<string, number>>;
  readonly at: Instant;
};

/** What the app itself knows of the unit. */
export type KnownExposure = { readonly variant: "stable" | "candidate"; readonly at: Instant };

/** How far a runtime's clock may be from ours. */
const SKEW = 60_000;

/**
 * Why an outcome cannot be counted, or nothing. The enemy is a runtime that reports only what went
 * well: every guard must be in every record of a live unit, and the unit must have been given the
 * version that is reported on.
 */
export function checkOutcome(
  rollout: Rollout,
  outcome: ReportedOutcome,
  facts: {
    readonly exposure: KnownExposure | undefined;
    /** True for a unit of the version after its promotion. */
    readonly isProduction?: boolean;
    readonly now: Instant;
  },
): ReasonCode | undefined {
  if (!isWellFormed(rollout, outcome)) return "outcome-malformed";
  const { isProduction = false } = facts;
  if (!fits(rollout, outcome, isProduction)) return "outcome-stage-differs";
  const { exposure, now } = facts;
  const given = outcome.variant === "shadow" ? "stable" : outcome.variant;
  if (exposure?.variant !== given) return "outcome-unexposed";
  const isTimely = outcome.at <= later(now, SKEW) && later(outcome.at, SKEW) >= exposure.at;
  return isTimely ? undefined : "outcome-untimely";
}

function isWellFormed({ rules }: Rollout, { variant, metrics }: ReportedOutcome): boolean {
  const entries = Object.entries(metrics);
  const isGuarded = (name: string): boolean => Object.hasOwn(rules.guards, name);
  const isSound = entries.every(
    ([name, value]) =>
      value >= 0 && Number.isFinite(value) && (!isGuarded(name) || fitsScale(name, value)),
  );
  if (!isSound) return false;
  if (variant === "shadow") return entries.length > 0;
  return Object.keys(rules.guards).every((name) => Object.hasOwn(metrics, name));
}

function fits(rollout: Rollout, outcome: ReportedOutcome, isProduction: boolean): boolean {
  const fitsIn = isProduction ? fitsProduction : fitsStage;
  return isLive(rollout, outcome) && fitsIn(rollout, outcome);
}

/**
 * Where a workflow delivers, from its word on; what is replayed is measured by the app alone, and
 * stable units are heard before the promotion for their inputs, and of what production runs.
 */
function isLive(rollout: Rollout, { variant }: ReportedOutcome): boolean {
  if (rollout.delivery?.kind === "replay") {
    return rollout.state === "promoted" || (variant === "stable" && replaysCaptured(rollout));
  }
  const isBeforeAnyUnit =
    rollout.state === "shadow" || rollout.state === "promoted" || rollout.share === 0;
  return !(isBeforeAnyUnit && isUnserved(rollout));
}

/** A mirrored answer belongs to shadow, a candidate's to the canary and what follows it. */
function fitsStage({ state, heldFrom }: Rollout, { variant }: ReportedOutcome): boolean {
  if (state === "shadow") return variant !== "candidate";
  const isCanary = state === "canary" || state === "promoting";
  return variant !== "shadow" && (isCanary || (state === "held" && heldFrom === "canary"));
}

function fitsProduction({ state }: Rollout, { variant }: ReportedOutcome): boolean {
  return state === "promoted" && variant === "stable";
}

/** Only units that met this stage, or this step, speak for it. */
export function countsInStage(rollout: Rollout, exposure: KnownExposure): boolean {
  return exposure.at >= rollout.enteredAt;
}
