import { scoreCalibration } from "./dimensions/calibration.ts";
import { scoreEfficiency } from "./dimensions/efficiency.ts";
import { scoreGeneralization } from "./dimensions/generalization.ts";
import { scoreIntegrity } from "./dimensions/integrity.ts";
import { scoreMaintainability } from "./dimensions/maintainability.ts";
import { scoreRated } from "./dimensions/rated-answers.ts";
import { scoreRisk } from "./dimensions/risk.ts";
import { scoreSinceAnchor } from "./dimensions/since-anchor.ts";
import { scoreTaskImprovement } from "./dimensions/task-improvement.ts";
import type { Measurements } from "./measurements.ts";
import type { Scorecard } from "./scorecard.ts";

/** Scores a mutation in all seven dimensions. Pure: the same records give the same scorecard. */
export function scoreMutation(measurements: Measurements): Scorecard {
  return {
    objective: measurements.objective,
    reports: [
      ...scoreTaskImprovement(measurements),
      ...scoreRated(measurements),
      ...scoreGeneralization(measurements),
      ...scoreRisk(measurements),
      ...scoreMaintainability(measurements),
      ...scoreCalibration(measurements),
      ...scoreEfficiency(measurements),
      ...scoreIntegrity(measurements),
      ...scoreSinceAnchor(measurements),
    ],
  };
}
