type SoakOptions = {
  /** Everything that is left to chance follows from it. */
  readonly seed: number;
  readonly minutes: number;
  /** Cases at most. */
  readonly count?: number;
  /** Pull requests that are open at once. */
  readonly mutations?: number;
};

/** One long run. It prints its figures, and says whether all of its bars held. */
export type Soak = (options: SoakOptions) => Promise<boolean>;
