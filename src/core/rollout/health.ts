/** The running state of one grid e-process: replayable bit for bit from the outcomes in order. */
export type EProcess = {
  /** Running product per bet, rescaled by powers of two; same length as the grid. */
  readonly products: readonly number[];
  /** Power of two taken out of each product. */
  readonly exponents: readonly number[];
  readonly n: number;
};

/** What the live outcomes say of one metric so far. */
export type MetricHealth = {
  /** Evidence that the candidate is worse than the concurrent baseline. */
  readonly regression: EProcess;
  /** Evidence that the candidate is worse by less than the margin. */
  readonly nonInferiority: EProcess;
  readonly stableTotal: number;
  readonly stableUnits: number;
  readonly candidateTotal: number;
  readonly candidateUnits: number;
  /** Outcomes of the stable arm not yet paired with one of the candidate, oldest first. */
  readonly waitingStable: readonly number[];
  readonly waitingCandidate: readonly number[];
};

/** Health of a stage (shadow or canary) by metric name. Reset when a stage begins. */
export type Health = {
  readonly units: number;
  readonly metrics: Readonly<Record<string, MetricHealth>>;
};

export const NO_HEALTH: Health = { units: 0, metrics: {} };
