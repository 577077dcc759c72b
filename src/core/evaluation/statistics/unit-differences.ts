import type { Measure, PairedRecord } from "../records.ts";

/** Reads one figure off both sides, larger being better; nothing where the item has none. */
export type Figure = (pair: PairedRecord) => { baseline: number; candidate: number } | undefined;

/**
 * Candidate minus baseline per unit: the mean over a unit's items, units in the order in which they
 * first appear. Items of one cluster are not independent, so they make one observation.
 */
export function unitDifferences(
  records: readonly PairedRecord[],
  figure: Figure,
): readonly number[] {
  const units = new Map<string, { sum: number; count: number }>();
  for (const record of records) {
    const sides = figure(record);
    if (sides === undefined) continue;
    const unit = units.get(record.unit) ?? { sum: 0, count: 0 };
    unit.sum += sides.candidate - sides.baseline;
    unit.count += 1;
    units.set(record.unit, unit);
  }
  return [...units.values()].map(({ sum, count }) => sum / count);
}

/** A figure that both sides have on every item. */
export function figureOf(read: (measure: Measure) => number): Figure {
  return ({ baseline, candidate }) => ({ baseline: read(baseline), candidate: read(candidate) });
}
