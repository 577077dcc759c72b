import type { Dimension, DimensionReport } from "../evaluation/dimension-report.ts";

export const DIMENSION_NAMES: Readonly<Record<Dimension, string>> = {
  task_improvement: "Task",
  generalization: "Generalization",
  risk: "Risk",
  maintainability: "Maintainability",
  calibration: "Calibration",
  efficiency: "Efficiency",
  integrity: "Integrity",
};

/** What a report is about; two of one dimension may compare the candidate with different versions. */
export function nameOf({
  dimension,
  against,
}: Pick<DimensionReport, "dimension" | "against">): string {
  const name = DIMENSION_NAMES[dimension];
  return against === "anchor" ? `${name} since people last approved` : name;
}
