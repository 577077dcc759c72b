/**
 * The judge's own view of records and claims: the same shapes as the evaluation's, declared again
 * so that nothing of what it checks is imported from what it checks.
 */
export type JudgedSide = {
  readonly correct: number;
  readonly violation: number;
  readonly confidence?: number;
  readonly cost: number;
  readonly failed: boolean;
};

export type JudgedPair = {
  /** Its id; some ids say that an item is impossible, or belongs to a slice. */
  readonly item?: string;
  /** Absent at the first asking of its item. */
  readonly epoch?: number;
  readonly unit: string;
  readonly baseline: JudgedSide;
  readonly candidate: JudgedSide;
};

export type JudgedRecords = {
  readonly public: readonly JudgedPair[];
  readonly sealed: readonly JudgedPair[];
  readonly safety: readonly JudgedPair[];
  readonly rated?: { readonly pairs: readonly JudgedPair[] };
  /** The version that people last approved, in the baseline's place. */
  readonly anchor?: {
    readonly public: readonly JudgedPair[];
    readonly sealed: readonly JudgedPair[];
  };
};

export type ClaimedTest = {
  readonly kind: "test";
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
  readonly nullMean: number;
  readonly eValue: number;
  readonly reverseMean: number;
  readonly reverseEValue: number;
  readonly n: number;
};

export type ClaimedReport = {
  readonly dimension: string;
  readonly source: string;
  readonly role?: string;
  /** What the candidate was compared with, where that is not the baseline. */
  readonly against?: string;
  readonly evidence: ClaimedTest | { readonly kind: "rule"; readonly holds: boolean };
};

/** What was claimed: every report, the bar with what it follows from, and how far was asked. */
export type Claims = {
  readonly reports: readonly ClaimedReport[];
  readonly bar: {
    readonly value: number;
    readonly alpha: number;
    readonly epoch?: number;
    readonly accepts: number;
    /** How much stricter, for what became of earlier acceptances. */
    readonly caution?: number;
  };
  readonly asking?: {
    readonly units: number;
    readonly of: number;
    readonly because: string;
    /** Ids in the order in which they were offered. */
    readonly offered: readonly string[];
  };
};
