/** Where the local GitHub is known to differ from the published description, and why. */
export type Deviation = {
  /** `GET /repos/{owner}/{repo}` or `pull_request.labeled`; `*` for every operation. */
  readonly operation: string;
  /** A part of the problem as the validator words it. */
  readonly problem: string;
  readonly reason: string;
};

export const DEVIATIONS: readonly Deviation[] = [];
