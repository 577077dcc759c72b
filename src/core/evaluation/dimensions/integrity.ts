import type { DimensionReport } from "../dimension-report.ts";
import type { Measurements } from "../measurements.ts";
import { isAtFloor } from "../probe-suite.ts";
import type { PairedRecord } from "../records.ts";

/** Share of answers that may lose a figure which the baseline still reports. */
const TOLERATED_LOSS = 0.05;

/**
 * Whether the measuring itself can be trusted: agents without skill stay at the floor of every
 * suite, and the candidate reports all that the baseline reports. A lost figure is how a check is
 * blinded, so it counts against the candidate. Fooled by figures that are reported but made up.
 */
export function scoreIntegrity({ probes, records }: Measurements): readonly DimensionReport[] {
  const loss = shareLost(records.public);
  return [
    {
      dimension: "integrity",
      role: "guard",
      source: "public",
      score: Math.max(0, 1 - loss),
      sealed: false,
      evidence: { kind: "rule", holds: probes.every(isAtFloor) && loss <= TOLERATED_LOSS },
      method: "agents without skill stay at the floor; no figure goes missing",
    },
  ];
}

function shareLost(records: readonly PairedRecord[]): number {
  const told = records.filter(({ baseline }) => baseline.confidence !== undefined);
  const lost = told.filter(
    ({ candidate }) => !candidate.failed && candidate.confidence === undefined,
  );
  return told.length === 0 ? 0 : lost.length / told.length;
}
