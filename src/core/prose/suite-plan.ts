import type { ErrorPromise } from "../decision/decision.ts";
import type { BarPlan, SuitePlan } from "../evaluation/plan-suite.ts";
import type { Paint } from "./offline-check.ts";

/** One profile: what it promises, and what its bar asks of the suite. */
export type PlannedProfile = BarPlan & { readonly promise: ErrorPromise };

/** `epochs`: how often each item is asked. */
type Planned = Omit<SuitePlan, "bars"> & { readonly epochs: number };

/** What a suite can show, for people: one block per profile, then the guards. */
export function renderSuitePlan(
  { question, smallestMargin, cleanRate, epochs }: Planned,
  profiles: readonly PlannedProfile[],
  paint: Paint,
): string {
  const { units, discordance, effect } = question;
  return [
    `${paint("strong", `${units} items`)}, ${share(discordance)} of them answered differently by the two versions; 80 % power`,
    ...(epochs === 1
      ? []
      : [`each asked ${epochs} times: ${units * epochs} sealed pairs where it is asked whole`]),
    ...profiles.map((profile) => renderProfile(profile, effect, paint)),
    `${paint("strong", "guards")}: ${marginOf(smallestMargin)}\n  no violation in ${units} items bounds their rate below ${(cleanRate * 100).toFixed(2)} % (95 %)`,
    paint(
      "quiet",
      "Planned for the first test of an epoch. Each acceptance lowers the bar of the next.",
    ),
  ].join("\n\n");
}

function renderProfile({ promise, ...plan }: PlannedProfile, effect: number, paint: Paint): string {
  const gain = plan.minimumDetectableEffect;
  const isEnough = gain < 1;
  const shows = isEnough
    ? `shows a gain of ${points(gain)} or more`
    : "shows no gain, however large";
  const needed = Number.isFinite(plan.unitsNeeded)
    ? `a gain of ${points(effect)} takes ${plan.unitsNeeded} items; here it is shown in ${share(plan.power)} of cases`
    : `no number of items shows a gain of ${points(effect)}`;
  return [
    `${paint("strong", promise.profile)}: ${errorOf(promise)}; e-value of ${plan.bar.toFixed(0)} or more`,
    `  ${paint(isEnough ? "good" : "bad", shows)}`,
    `  ${needed}`,
  ].join("\n");
}

function errorOf({ alpha, epoch }: ErrorPromise): string {
  return epoch === undefined
    ? `each acceptance wrong with a chance of at most ${share(alpha)}`
    : `at most ${share(alpha)} of the acceptances among ${epoch} mutations wrong`;
}

function marginOf(margin: number): string {
  return margin < 1
    ? `an equally good version is shown not to be worse by ${points(margin)} or more`
    : "these are too few to show that a version is not worse";
}

function points(difference: number): string {
  return `${(difference * 100).toFixed(1)} points`;
}

function share(rate: number): string {
  return `${Math.round(rate * 100)} %`;
}
