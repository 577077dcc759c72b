import type { DimensionReport } from "../dimension-report.ts";
import type { Measurements } from "../measurements.ts";
import { pairedMean } from "../statistics/paired-mean.ts";
import { rightness } from "../figures.ts";
import { unitDifferences } from "../statistics/unit-differences.ts";

/** Standard errors by which the public gain may exceed the sealed one. */
const TOLERATED = 3;

/**
 * Whether a gain on the items that proposers can read is also there on items that they cannot:
 * public gain minus sealed gain, at most three standard errors of that difference. Fooled when the
 * two suites are not drawn from one population, or when the sealed one has leaked.
 */
export function scoreGeneralization({ records }: Measurements): readonly DimensionReport[] {
  const shown = pairedMean(unitDifferences(records.public, rightness));
  const sealed = pairedMean(unitDifferences(records.sealed, rightness));
  const isMeasured = shown.n > 0 && sealed.n > 0;
  const gap = shown.mean - sealed.mean;
  const error = Math.sqrt(
    shown.standardError * shown.standardError + sealed.standardError * sealed.standardError,
  );
  return [
    {
      dimension: "generalization",
      role: "guard",
      source: isMeasured ? "sealed" : "public",
      score: isMeasured ? Math.min(1, Math.max(0, 1 - Math.max(0, gap))) : 0,
      sealed: isMeasured,
      evidence: { kind: "rule", holds: !isMeasured || gap <= TOLERATED * error },
      method: isMeasured
        ? "public gain within three standard errors of the sealed gain"
        : "no sealed suite to compare with",
    },
  ];
}
