import type { DimensionReport } from "../evaluation/dimension-report.ts";
import type { EpochPlace } from "../evaluation/evaluation.ts";
import { guardReports, objectiveReport, type Scorecard } from "../evaluation/scorecard.ts";
import { GATES, type GateReport } from "../gate/gate.ts";
import type { ReasonCode } from "../gate/reason-code.ts";
import type { Ruling } from "./decision.ts";
import { FLOORS, isEpochSpent, type Profile } from "./thresholds.ts";

export type Ruled = { readonly ruling: Ruling; readonly reason: ReasonCode };

type Case = {
  readonly reports: readonly GateReport[];
  readonly scorecard?: Scorecard;
  readonly epoch: EpochPlace;
  readonly profile: Profile;
  readonly bar: number;
};

/**
 * The order of the rules is the order of certainty: what failed, what nobody could say, what got
 * worse, what did not get better, what is not shown yet. Only what is left is accepted.
 */
export function ruleOn(facts: Case): Ruled {
  return (
    ruleOnGates(facts.reports) ??
    ruleOnEpoch(facts) ??
    ruleOnEvidence(facts) ?? { ruling: "accept", reason: "evidence-sufficient" }
  );
}

/** A gate that failed rejects; one that is missing or could not say never counts as passed. */
function ruleOnGates(reports: readonly GateReport[]): Ruled | undefined {
  const failed = reports.find((report) => report.outcome === "fail");
  if (failed !== undefined) return { ruling: "reject", reason: reasonOf(failed, "gate-failed") };
  for (const gate of GATES.filter((gate) => gate !== "decision")) {
    const report = reports.find((report) => report.gate === gate);
    if (report === undefined) return { ruling: "quarantine", reason: "gate-undecided" };
    if (report.outcome !== "pass") {
      return { ruling: "quarantine", reason: reasonOf(report, "gate-undecided") };
    }
  }
  return undefined;
}

/** Evaluation and judge say more than "a gate"; the others have a check run that says it. */
function reasonOf(report: GateReport, otherwise: ReasonCode): ReasonCode {
  return report.gate === "evaluation" || report.gate === "judge" ? report.reason : otherwise;
}

function ruleOnEpoch({ profile, epoch }: Case): Ruled | undefined {
  return isEpochSpent(profile, epoch) ? { ruling: "quarantine", reason: "epoch-spent" } : undefined;
}

function ruleOnEvidence({ scorecard, bar }: Case): Ruled | undefined {
  const objective = scorecard === undefined ? undefined : objectiveReport(scorecard);
  if (scorecard === undefined || objective === undefined || objective.evidence.kind !== "test") {
    return { ruling: "quarantine", reason: "evidence-insufficient" };
  }
  const guards = guardReports(scorecard);
  const fallen = scorecard.reports.find((one) => one.role !== "objective" && isRegressed(one));
  if (fallen !== undefined) return { ruling: "reject", reason: regressionOf(fallen) };
  if (objective.evidence.reverseEValue >= FLOORS.reverseBar) {
    const isNeutral = scorecard.objective === "neutral";
    return { ruling: "reject", reason: isNeutral ? "guard-regressed" : "no-improvement" };
  }
  return ruleOnGuards(guards) ?? ruleOnObjective(objective.evidence.eValue, bar);
}

/** A gain that only the public suite shows was learnt by heart: no improvement, though not proven so. */
function ruleOnGuards(guards: readonly DimensionReport[]): Ruled | undefined {
  const open = guards.filter((guard) => !isHeld(guard));
  if (open.length === 0) return undefined;
  if (open.some(({ dimension }) => dimension === "generalization")) {
    return { ruling: "quarantine", reason: "no-improvement" };
  }
  return { ruling: "quarantine", reason: "evidence-insufficient" };
}

function ruleOnObjective(eValue: number, bar: number): Ruled | undefined {
  return eValue >= bar ? undefined : { ruling: "quarantine", reason: "evidence-insufficient" };
}

/** What is lost since people last looked is said by its own name: pushing again does not mend it. */
function regressionOf({ against }: DimensionReport): ReasonCode {
  return against === "anchor" ? "anchor-regressed" : "guard-regressed";
}

function isRegressed({ evidence }: DimensionReport): boolean {
  return evidence.kind === "test" && evidence.reverseEValue >= FLOORS.reverseBar;
}

function isHeld({ evidence }: DimensionReport): boolean {
  return evidence.kind === "rule" ? evidence.holds : evidence.eValue >= FLOORS.guardBar;
}
