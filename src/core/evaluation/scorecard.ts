import type { Objective } from "../ir/mutation.ts";
import type { Dimension, DimensionReport } from "./dimension-report.ts";

/** All that was measured of one mutation: at least one report for each of the seven dimensions. */
export type Scorecard = {
  readonly objective: Objective;
  readonly reports: readonly DimensionReport[];
};

/** The report on the sealed suite that decides; absent where no sealed suite could be asked. */
export function objectiveReport(scorecard: Scorecard): DimensionReport | undefined {
  return scorecard.reports.find((report) => report.role === "objective");
}

export function guardReports(scorecard: Scorecard): readonly DimensionReport[] {
  return scorecard.reports.filter((report) => report.role === "guard");
}

export function reportsOn(scorecard: Scorecard, dimension: Dimension): readonly DimensionReport[] {
  return scorecard.reports.filter((report) => report.dimension === dimension);
}
