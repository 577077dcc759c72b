import type { ReasonCode } from "../gate/reason-code.ts";
import type { Milliseconds } from "../kernel/instant.ts";

/** How long a review may be owed before the system is frozen for it. */
export const REVIEW_WITHIN: Milliseconds = 24 * 3600 * 1000;

/** What no emergency skips. Evaluation, judge and the stages are what it is about. */
const NEVER_SKIPPED = ["constitution", "budget", "validation"];

/** States in which evidence is missing. In any other it spoke, or something else was decided. */
const WITHOUT_EVIDENCE = ["quarantined", "accepted", "held", "shadow", "canary"];

type Head = {
  readonly state: string;
  readonly gates: readonly { readonly gate: string; readonly outcome: string }[];
};

/** Why a head may not be promoted in an emergency, whoever wants it; nothing when it may. */
export function refuseEmergency({ state, gates }: Head): ReasonCode | undefined {
  const passed = gates.filter(({ outcome }) => outcome === "pass").map(({ gate }) => gate);
  const isLawful = NEVER_SKIPPED.every((gate) => passed.includes(gate));
  return isLawful && WITHOUT_EVIDENCE.includes(state) ? undefined : "emergency-refused";
}
