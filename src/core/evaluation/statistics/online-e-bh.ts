import { eLondBar } from "./e-lond.ts";

/** A test of the run so far, decided or still open, with its e-value now. */
export type OpenTest = { readonly eValue: number; readonly spread: number };

/**
 * Which tests stand accepted when all that the run has seen is weighed at once: the largest set of
 * k tests that each have e ≥ 1 / (α γ k) (online e-BH, arXiv 2407.20683). A quarantined test can
 * rise as its own evidence grows, and as others are accepted. Same promise as e-LOND, at any time,
 * whatever the tests have in common. An e-value that is no number is never accepted.
 */
export function acceptedOnline(tests: readonly OpenTest[], alpha: number): readonly boolean[] {
  const standing = (k: number): readonly boolean[] =>
    tests.map(({ eValue, spread }) => eValue >= eLondBar({ alpha, spread }, k - 1));
  for (let k = tests.length; k >= 1; k -= 1) {
    const accepted = standing(k);
    if (accepted.filter(Boolean).length >= k) return accepted;
  }
  return tests.map(() => false);
}
