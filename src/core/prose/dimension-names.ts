import type { Dimension } from "../evaluation/dimension-report.ts";

export const DIMENSION_NAMES: Readonly<Record<Dimension, string>> = {
  task_improvement: "Task",
  generalization: "Generalization",
  risk: "Risk",
  maintainability: "Maintainability",
  calibration: "Calibration",
  efficiency: "Efficiency",
  integrity: "Integrity",
};
