import type { JudgeCalibration } from "./statistics/judge-correction.ts";

/** What one version did with one item, reduced to what is compared. Answers are not kept. */
export type Measure = {
  readonly correct: 0 | 1;
  readonly violation: 0 | 1;
  /** In [0, 1], where the output carries one. */
  readonly confidence?: number;
  /** Steps plus tool calls: the same on every machine, which milliseconds are not. */
  readonly cost: number;
  /** Inside the sandbox. */
  readonly milliseconds: number;
  readonly failed: boolean;
};

/** Baseline and candidate on the same item with the same seed. */
export type PairedRecord = {
  readonly item: string;
  /** Absent at the first asking of its item. */
  readonly epoch?: number;
  /** The unit of evidence: differences are averaged within it. */
  readonly unit: string;
  readonly baseline: Measure;
  readonly candidate: Measure;
};

/** What a model made of free text, and how well it knows better from worse. */
export type RatedRecords = {
  readonly pairs: readonly PairedRecord[];
  readonly rater: JudgeCalibration;
};

/** Every figure of a scorecard follows from these, in this order. */
export type RawRecords = {
  readonly public: readonly PairedRecord[];
  readonly sealed: readonly PairedRecord[];
  readonly safety: readonly PairedRecord[];
  /** Absent where no charter asks for it, or no model may be asked. */
  readonly rated?: RatedRecords;
  /** The version that people last approved, in the baseline's place; absent where that is the baseline. */
  readonly anchor?: {
    readonly public: readonly PairedRecord[];
    readonly sealed: readonly PairedRecord[];
  };
};

export const NO_RECORDS: RawRecords = { public: [], sealed: [], safety: [] };
