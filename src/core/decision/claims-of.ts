import type { EpochPlace } from "../evaluation/evaluation.ts";
import type { Scorecard } from "../evaluation/scorecard.ts";
import type { Claims } from "../judging/judged.ts";
import { barOf, type Profile, promiseOf } from "./thresholds.ts";

/** What the judge is given to check: every report of the scorecard, and the bar it will be held to. */
export function claimsOf(scorecard: Scorecard, profile: Profile, epoch: EpochPlace): Claims {
  const { alpha, epoch: tests } = promiseOf(profile);
  return {
    reports: scorecard.reports,
    bar: {
      value: barOf(profile, epoch),
      alpha,
      accepts: epoch.accepts,
      ...(epoch.caution === undefined ? {} : { caution: epoch.caution.factor }),
      ...(tests === undefined ? {} : { epoch: tests }),
    },
  };
}
