import type { DimensionReport } from "../dimension-report.ts";
import { claimedEffect, type Measurements } from "../measurements.ts";
import { thrift } from "../figures.ts";
import type { PairedRecord } from "../records.ts";
import { testDifferences } from "../statistics/test-differences.ts";
import { unitDifferences } from "../statistics/unit-differences.ts";

const METHOD = "paired steps and tool calls, grid e-process";

/**
 * Whether the candidate does the same with fewer steps and tool calls, relative to the larger side.
 * Counts, not milliseconds: those differ between machines and would not replay. Fooled by one tool
 * that works longer; its deadline bounds that, and the canary watches the latency itself.
 */
export function scoreEfficiency(measurements: Measurements): readonly DimensionReport[] {
  const { objective, records, margins, bars } = measurements;
  const margin = margins.efficiency;
  const guard = reportOn(records.public, {
    role: "guard",
    source: "public",
    hypotheses: { nullMean: -margin, reverseMean: -margin, bar: bars.guard },
  });
  if (objective !== "efficiency" || records.sealed.length === 0) return [guard];
  const hypotheses = {
    nullMean: 0,
    reverseMean: claimedEffect(margin),
    bar: bars.objective,
  };
  return [guard, reportOn(records.sealed, { role: "objective", source: "sealed", hypotheses })];
}

type Asked = Pick<DimensionReport, "role" | "source"> & {
  readonly hypotheses: Parameters<typeof testDifferences>[1];
};

function reportOn(records: readonly PairedRecord[], asked: Asked): DimensionReport {
  const evidence = testDifferences(unitDifferences(records, thrift), asked.hypotheses);
  return {
    dimension: "efficiency",
    role: asked.role,
    source: asked.source,
    score: Math.min(1, Math.max(0, 0.5 + evidence.estimate / 2)),
    sealed: asked.source === "sealed",
    evidence,
    method: METHOD,
  };
}
