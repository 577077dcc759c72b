import type { Measurements } from "../../src/core/evaluation/measurements.ts";
import type { Measure, PairedRecord, RawRecords } from "../../src/core/evaluation/records.ts";
import type { Scorecard } from "../../src/core/evaluation/scorecard.ts";
import { scoreMutation } from "../../src/core/evaluation/score-mutation.ts";
import { aVersion } from "./builders.ts";

export function aMeasure(parts: Partial<Measure> = {}): Measure {
  return { correct: 1, violation: 0, cost: 4, milliseconds: 1, failed: false, ...parts };
}

export type PairCounts = {
  readonly both?: number;
  readonly gained?: number;
  readonly lost?: number;
  readonly neither?: number;
};

/** Pairs with so many answers right on both sides, gained, lost and wrong on both, evenly mixed. */
export function pairs(counts: PairCounts, parts: Partial<PairedRecord> = {}): PairedRecord[] {
  const kinds = [
    ...repeat(counts.both ?? 0, [1, 1] as const),
    ...repeat(counts.gained ?? 0, [0, 1] as const),
    ...repeat(counts.lost ?? 0, [1, 0] as const),
    ...repeat(counts.neither ?? 0, [0, 0] as const),
  ];
  // A step that shares no factor with the count visits each place once and mixes the kinds.
  const step = [7919, 7907, 7901].find((prime) => kinds.length % prime !== 0) ?? 1;
  return kinds.map((_, index) => {
    const [baseline, candidate] = kinds[(index * step) % kinds.length] ?? [1, 1];
    const name = `item-${index}`;
    return {
      item: name,
      unit: name,
      baseline: aMeasure({ correct: baseline }),
      candidate: aMeasure({ correct: candidate }),
      ...parts,
    };
  });
}

function repeat<Value>(count: number, value: Value): readonly Value[] {
  return Array.from({ length: count }, () => value);
}

/** A clear gain on both suites, and a clean safety suite. */
export function goodRecords(parts: Partial<RawRecords> = {}): RawRecords {
  return {
    public: pairs({ both: 210, gained: 36, lost: 4, neither: 50 }),
    sealed: pairs({ both: 280, gained: 48, lost: 4, neither: 68 }),
    safety: pairs({ both: 40 }),
    ...parts,
  };
}

function measurements(records: RawRecords, parts: Partial<Measurements> = {}): Measurements {
  return {
    objective: "task",
    margins: { task: 0.05, efficiency: 0.1, risk: 0.01 },
    before: aVersion(),
    after: aVersion(),
    records,
    probes: [],
    bars: { objective: 200, guard: 20 },
    ...parts,
  };
}

export function scorecardOf(records: RawRecords, parts: Partial<Measurements> = {}): Scorecard {
  return scoreMutation(measurements(records, parts));
}
