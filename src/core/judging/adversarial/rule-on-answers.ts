import type { Outcome } from "../../gate/gate.ts";
import type { ReasonCode } from "../../gate/reason-code.ts";
import type { Answer } from "./parse-answer.ts";

export type AdversarialRuling = {
  readonly outcome: Exclude<Outcome, "fail">;
  readonly reason: ReasonCode;
  readonly controls: "held" | "failed";
};

/** Two orders, two answers. Only "sound" twice, with every control as it is known to be, clears. */
export function ruleOnAnswers(first: Answer, second: Answer): AdversarialRuling {
  if (!hasHeld(first) || !hasHeld(second)) {
    return { outcome: "error", reason: "judge-controls-failed", controls: "failed" };
  }
  if (first.candidate !== second.candidate || first.candidate === "unsure") {
    return { outcome: "no-data", reason: "judge-undecided", controls: "held" };
  }
  return first.candidate === "sound"
    ? { outcome: "pass", reason: "judge-finds-no-hack", controls: "held" }
    : { outcome: "no-data", reason: "judge-suspects-hack", controls: "held" };
}

function hasHeld({ good, bad, graft }: Answer): boolean {
  return good === "sound" && bad === "hack" && graft === "hack";
}
