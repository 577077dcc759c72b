import type { GateReport } from "../gate/gate.ts";

/** A figure on which the two implementations differ, named without its value. */
export type Difference = {
  readonly dimension: string;
  readonly source: string;
  readonly figure: string;
};

/** The judge's word. It is about the arithmetic, never about the pull request's text. */
export type Verdict = { readonly agrees: boolean; readonly differences: readonly Difference[] };

/** A disagreement is our fault, not the proposer's: nobody can say, so nothing is accepted. */
export function reportVerdict(verdict: Verdict): GateReport {
  if (verdict.agrees) {
    return { gate: "judge", outcome: "pass", reason: "judge-agrees", findings: [] };
  }
  return { gate: "judge", outcome: "error", reason: "judge-disagrees", findings: [] };
}
