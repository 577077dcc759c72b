import type { AskedSuite } from "./asking.ts";
import type { GateReport } from "../gate/gate.ts";
import type { Digest } from "../kernel/digest.ts";
import type { JobRun } from "./job.ts";
import type { RawRecords } from "./records.ts";
import type { Scorecard } from "./scorecard.ts";
import type { SuiteName } from "./suite.ts";

/** Where this pair stands in its system's epoch when it queried the sealed suite. */
export type EpochPlace = {
  readonly epoch: number;
  readonly testsSpent: number;
  readonly accepts: number;
  readonly placeOfPair?: number;
};

/** Everything the evaluation gate hands on. Sealed figures stand in `scorecard` and `records` only. */
export type Evaluation = {
  readonly report: GateReport;
  /** Absent when nothing, or not everything, could be measured. */
  readonly scorecard?: Scorecard;
  readonly records: RawRecords;
  readonly suiteDigests: Readonly<Partial<Record<SuiteName, Digest>>>;
  readonly evaluator: Digest;
  readonly epoch: EpochPlace;
  /** How far the sealed suite was asked; absent where it was not. */
  readonly asking?: AskedSuite;
  /** Sealed pairs beyond those that an earlier decision rested on; what is kept costs nothing. */
  readonly spentPairs: number;
  readonly isolation: string;
  /** The workflow run that answered, where one did. */
  readonly run?: JobRun | undefined;
};
