import { claimsOf } from "../../src/core/decision/claims-of.ts";
import { type Ruled, ruleOn } from "../../src/core/decision/rule-on.ts";
import { barOf, type Profile } from "../../src/core/decision/thresholds.ts";
import type { EpochPlace } from "../../src/core/evaluation/evaluation.ts";
import type { Measurements } from "../../src/core/evaluation/measurements.ts";
import type { RawRecords } from "../../src/core/evaluation/records.ts";
import { reportEvaluation } from "../../src/core/evaluation/report-evaluation.ts";
import type { Scorecard } from "../../src/core/evaluation/scorecard.ts";
import type { GateReport } from "../../src/core/gate/gate.ts";
import { recompute } from "../../src/core/judging/recompute.ts";
import { reportVerdict } from "../../src/core/judging/verdict.ts";
import { scorecardOf } from "../support/evidence.ts";

const FAST_GATES: readonly GateReport[] = (["constitution", "budget", "validation"] as const).map(
  (gate) => ({ gate, outcome: "pass", reason: "passed", findings: [] }),
);

export const FIRST: EpochPlace = { epoch: 1, testsSpent: 1, accepts: 0, placeOfPair: 1 };

type Told = {
  readonly report: GateReport;
  /** Absent where nothing was measured: then there is nothing to recompute either. */
  readonly scorecard: Scorecard | undefined;
  readonly records: RawRecords;
  readonly epoch: EpochPlace;
  readonly profile: Profile;
};

/** The judge recomputes an evaluation and the decision is taken; the fast gates have passed. */
export function ruleOnEvaluation({ report, scorecard, records, epoch, profile }: Told): Ruled {
  const verdicts =
    scorecard === undefined
      ? []
      : [reportVerdict(recompute(records, claimsOf(scorecard, profile, epoch)))];
  return ruleOn({
    reports: [...FAST_GATES, report, ...verdicts],
    ...(scorecard === undefined ? {} : { scorecard }),
    epoch,
    profile,
    bar: barOf(profile, epoch),
  });
}

/** The same from records alone, as an evaluation would have brought them. */
export function ruleOnRecords(
  records: RawRecords,
  parts: Partial<Measurements> = {},
  place: { readonly epoch: EpochPlace; readonly profile: Profile } = {
    epoch: FIRST,
    profile: "standard",
  },
): Ruled {
  const scorecard = scorecardOf(records, parts);
  const report = reportEvaluation(scorecard, records);
  return ruleOnEvaluation({ report, scorecard, records, ...place });
}
