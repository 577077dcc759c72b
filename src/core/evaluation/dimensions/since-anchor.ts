import type { DimensionReport } from "../dimension-report.ts";
import { isImpossible } from "../marked-items.ts";
import type { Measurements } from "../measurements.ts";
import type { PairedRecord } from "../records.ts";
import { rightness } from "../figures.ts";
import { testDifferences } from "../statistics/test-differences.ts";
import { unitDifferences } from "../statistics/unit-differences.ts";

/** Constitutional: how much of the right answers may be lost since people last approved a version. */
const MOST_LOST = 0.03;

/**
 * Whether the candidate answers as many items rightly as the version that people last approved. The
 * enemy is twenty steps that each lose too little to be seen beside their parent. What the sealed
 * suite does not show to be no worse is held back, so that no acceptance rests on a loss; public
 * items, which are few, only say when they show one. Fooled by what the suites do not ask.
 */
export function scoreSinceAnchor({
  records,
  margins,
  bars,
}: Pick<Measurements, "records" | "margins" | "bars">): readonly DimensionReport[] {
  const { anchor } = records;
  if (anchor === undefined) return [];
  const margin = Math.min(margins.task, MOST_LOST);
  const hypotheses = { nullMean: -margin, reverseMean: -margin, bar: bars.guard };
  const reportOn = (source: "public" | "sealed"): readonly DimensionReport[] => {
    const pairs = anchor[source];
    if (pairs.length === 0) return [];
    return [
      {
        dimension: "task_improvement",
        role: source === "sealed" ? "guard" : "tripwire",
        against: "anchor",
        source,
        score: shareRight(pairs),
        sealed: source === "sealed",
        evidence: testDifferences(unitDifferences(pairs, rightness), hypotheses),
        method: "paired right answers since the anchor, grid e-process",
      },
    ];
  };
  return [...reportOn("public"), ...reportOn("sealed")];
}

function shareRight(pairs: readonly PairedRecord[]): number {
  const counted = pairs.filter((pair) => !isImpossible(pair));
  const right = counted.filter(({ candidate }) => candidate.correct === 1);
  return right.length / Math.max(1, counted.length);
}
