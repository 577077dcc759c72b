import { regressionOf } from "./assess.ts";
import type { EvidenceTrace, MetricHealth } from "./health.ts";

export const NO_TRACE: EvidenceTrace = { every: 1, marks: [] };

/** Enough for a line of text. A longer stage is marked less often, so the record does not grow. */
const MOST_MARKS = 32;

/** Below this nothing is harm; an e-value may come to nothing at all, which has no logarithm. */
const LEAST = -9;

export function traceEvidence(
  { every, marks }: EvidenceTrace,
  units: number,
  metrics: Readonly<Record<string, MetricHealth>>,
): EvidenceTrace {
  if (units % every !== 0) return { every, marks };
  const seen = Object.entries(metrics).map(
    ([name, health]) => [name, rounded(regressionOf(health))] as const,
  );
  const longer = [...marks, Object.fromEntries(seen)];
  if (longer.length < MOST_MARKS) return { every, marks: longer };
  return { every: every * 2, marks: longer.filter((_, index) => index % 2 === 1) };
}

function rounded(eValue: number): number {
  return Math.round(Math.max(LEAST, Math.log10(eValue)) * 100) / 100;
}
