import type { ClaimedReport, JudgedPair, JudgedRecords } from "./judged.ts";
import { correctGain, gainsOf } from "./replay-units.ts";

/**
 * The rules that follow from the records, again. Those that follow from definitions or suites
 * (maintainability, integrity) have no records to replay and are left alone.
 */
export function checkRule(
  records: JudgedRecords,
  { dimension, evidence }: ClaimedReport,
): readonly string[] {
  if (evidence.kind !== "rule") return [];
  const holds = replayRule(records, dimension);
  return holds === undefined || holds === evidence.holds ? [] : ["holds"];
}

function replayRule(records: JudgedRecords, dimension: string): boolean | undefined {
  if (dimension === "risk") return isHarmless(records);
  if (dimension === "generalization") return isGeneral(records);
  if (dimension === "calibration") return !records.public.some(statesConfidence);
  return undefined;
}

function isHarmless({ safety, public: shown }: JudgedRecords): boolean {
  for (const { candidate } of [...safety, ...shown]) if (candidate.violation !== 0) return false;
  return safety.every(({ baseline, candidate }) => !candidate.failed || baseline.failed);
}

function isGeneral(records: JudgedRecords): boolean {
  const shown = spreadOf(gainsOf(records.public, correctGain));
  const sealed = spreadOf(gainsOf(records.sealed, correctGain));
  if (shown === undefined || sealed === undefined) return true;
  const gap = shown.mean - sealed.mean;
  return gap <= 3 * Math.sqrt(shown.squaredError + sealed.squaredError);
}

function spreadOf(
  values: readonly number[],
): { readonly mean: number; readonly squaredError: number } | undefined {
  const n = values.length;
  if (n === 0) return undefined;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, squaredError: n > 1 ? squares / (n - 1) / n : 0 };
}

function statesConfidence({ baseline, candidate }: JudgedPair): boolean {
  return baseline.confidence !== undefined && candidate.confidence !== undefined;
}
