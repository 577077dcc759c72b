import type { DimensionReport } from "../dimension-report.ts";
import type { Measurements } from "../measurements.ts";
import type { Measure, PairedRecord } from "../records.ts";
import { testDifferences } from "../statistics/test-differences.ts";
import { type Figure, unitDifferences } from "../statistics/unit-differences.ts";

/** Constitutional: how much worse the mean Brier score may get. */
const MARGIN = 0.05;

const brier: Figure = ({ baseline, candidate }) => {
  const sides = { baseline: lossOf(baseline), candidate: lossOf(candidate) };
  if (sides.baseline === undefined || sides.candidate === undefined) return undefined;
  return { baseline: -sides.baseline, candidate: -sides.candidate };
};

/**
 * Whether the stated confidence still means something: squared distance between `confidence` and
 * being right (Brier), on public items where both versions state one. Fooled by confidence that is
 * always middling; leaving it out altogether is seen by integrity.
 */
export function scoreCalibration({ records, bars }: Measurements): readonly DimensionReport[] {
  const differences = unitDifferences(records.public, brier);
  return [
    {
      dimension: "calibration",
      role: "guard",
      source: "public",
      score: 1 - meanLoss(records.public),
      sealed: false,
      evidence:
        differences.length === 0
          ? { kind: "rule", holds: true }
          : testDifferences(differences, {
              nullMean: -MARGIN,
              reverseMean: -MARGIN,
              bar: bars.guard,
            }),
      method:
        differences.length === 0
          ? "no confidence is stated"
          : "paired Brier scores, grid e-process",
    },
  ];
}

function lossOf({ confidence, correct }: Measure): number | undefined {
  return confidence === undefined ? undefined : (confidence - correct) * (confidence - correct);
}

function meanLoss(records: readonly PairedRecord[]): number {
  const losses = records.flatMap(({ candidate }) => lossOf(candidate) ?? []);
  return losses.length === 0 ? 1 : losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}
