import type { Asking } from "../evaluation/asking.ts";
import type { TestEvidence } from "../evaluation/dimension-report.ts";
import type { EpochPlace } from "../evaluation/evaluation.ts";
import { objectiveReport, type Scorecard } from "../evaluation/scorecard.ts";
import { minimumDetectableEffect } from "../evaluation/statistics/minimum-detectable-effect.ts";
import type { GateReport } from "../gate/gate.ts";
import type { Binding, Decision, Provenance } from "./decision.ts";
import { ruleOn } from "./rule-on.ts";
import { barOf, type Profile, promiseOf } from "./thresholds.ts";

export type DecisionInput = {
  /** Of every gate before this one; a gate that was not reached is not there. */
  readonly reports: readonly GateReport[];
  /** Absent when the evaluation measured nothing whole. */
  readonly scorecard?: Scorecard;
  readonly asking?: Asking;
  readonly epoch: EpochPlace;
  readonly profile: Profile;
  readonly binding: Binding;
  readonly provenance: Provenance;
};

/** Accept, reject or quarantine, from the gates' reports and the evidence alone. */
export function decide(input: DecisionInput): Decision {
  const { scorecard, profile, epoch, asking } = input;
  const bar = barOf(profile, epoch);
  const test = scorecard === undefined ? undefined : objectiveTest(scorecard);
  return {
    ...ruleOn({ ...input, bar }),
    binding: input.binding,
    provenance: input.provenance,
    promise: promiseOf(profile),
    bar,
    ...(epoch.caution === undefined ? {} : { caution: epoch.caution }),
    eValue: test?.eValue ?? 1,
    minimumDetectableEffect: minimumDetectableEffect(asking?.of ?? test?.n ?? 0, bar),
    ...(asking === undefined ? {} : { asking: howFar(asking) }),
  };
}

function objectiveTest(scorecard: Scorecard): TestEvidence | undefined {
  const evidence = objectiveReport(scorecard)?.evidence;
  return evidence?.kind === "test" ? evidence : undefined;
}

/** Without what was offered: that stays with the suite. */
function howFar({ units, of, items, because }: Asking): Asking {
  return { units, of, items, because };
}
