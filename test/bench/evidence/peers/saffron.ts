import { type Levels, type Past, runLevels, saffronShare } from "./online-levels.ts";

type Rule = { readonly candidate: number; readonly discard: number };

/** SAFFRON: pays only for tests that were no candidates (p > ½). */
export function saffron(pValues: readonly number[], alpha: number): Levels {
  return adaptive(pValues, alpha, { candidate: 0.5, discard: 1 });
}

/** ADDIS: SAFFRON with candidates at p ≤ ¼ that leaves tests above ½ out of the count. */
export function addis(pValues: readonly number[], alpha: number): Levels {
  return adaptive(pValues, alpha, { candidate: 0.25, discard: 0.5 });
}

function adaptive(pValues: readonly number[], alpha: number, rule: Rule): Levels {
  const w0 = alpha / 2;
  const { candidate, discard } = rule;
  return runLevels(pValues, (past) => {
    const kept = past.filter(({ p }) => p <= discard);
    const wealth = kept
      .filter(({ isRejected }) => isRejected)
      .reduce(
        (sum, { place }, at) =>
          sum + (at === 0 ? alpha - w0 : alpha) * saffronShare(paidSince(kept, place, candidate)),
        w0 * saffronShare(paidSince(kept, 0, candidate)),
      );
    return Math.min(candidate, (discard - candidate) * wealth);
  });
}

/** Tests after `place` that were no candidates, and the one at hand. */
function paidSince(kept: readonly Past[], place: number, candidate: number): number {
  return kept.filter((test) => test.place > place && test.p > candidate).length + 1;
}
