/** What is wrong, with `{fact}` where a fact of the case stands, and a remedy where the code's own does not fit. */
export type FindingRow = readonly [sentence: string, remedy?: string];

/** The ways in which one code is earned, by `facts.problem`; `otherwise` stands for all others. */
export type FindingRows = {
  readonly otherwise: FindingRow;
  readonly [problem: string]: FindingRow;
};
