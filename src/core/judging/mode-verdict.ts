import type { GateReport, Outcome } from "../gate/gate.ts";
import type { ReasonCode } from "../gate/reason-code.ts";
import { reportVerdict, type Verdict } from "./verdict.ts";

/** The charter says which are asked for; the first always runs, the others where they are enabled. */
export type JudgeMode = "recompute" | "remeasure" | "adversarial";

/** A whole number or text each, or a list of texts: what the record can carry. */
export type JudgeFacts = Readonly<Record<string, string | number | readonly string[]>>;

/** What one mode came to. Nothing but `pass` lets an acceptance stand, and `fail` is not its word. */
export type ModeVerdict = {
  readonly mode: JudgeMode;
  readonly outcome: Exclude<Outcome, "fail">;
  readonly reason: ReasonCode;
  /** For the record: digests and the fate of the controls, never a figure of a sealed suite. */
  readonly facts: JudgeFacts;
};

export function recomputed(verdict: Verdict): ModeVerdict {
  return {
    mode: "recompute",
    outcome: verdict.agrees ? "pass" : "error",
    reason: reportVerdict(verdict).reason,
    facts: { differences: verdict.differences.length },
  };
}

/** The judge's one report: the first mode that does not agree speaks, else the first of all. */
export function reportVerdicts(
  verdicts: readonly [ModeVerdict, ...(readonly ModeVerdict[])],
): GateReport {
  const { outcome, reason } = verdicts.find((one) => one.outcome !== "pass") ?? verdicts[0];
  return { gate: "judge", outcome, reason, findings: [] };
}
